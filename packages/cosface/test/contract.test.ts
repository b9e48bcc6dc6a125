import {cosinesOf, crossEntropiesOf} from '@isomargin/testkit';
import {lossContract} from '@isomargin/testkit/vitest';
import {readFixtures} from '../../../tools/testing/fixtures.js';
import {plugins} from '../src/index.js';
import {oracle} from './oracle.js';

lossContract({
  plugin: plugins[0]!,
  oracle,
  fixtures: readFixtures(
    new URL('./fixtures/cosface.json', import.meta.url),
    {kernel: 'kernel'},
    ({scale, margin}: {scale: number; margin: number}) => ({scale, margin}),
  ),
  variants: [{scale: 2}, {scale: 10, margin: 1.5}],
  reducesTo: [
    {
      name: 'softmax cross entropy of the cosines',
      options: {margin: 0},
      to: (problem) => {
        const {labels, options} = problem;
        const cosines = cosinesOf(problem);
        return {
          losses: crossEntropiesOf(
            cosines.map((row) => row.map((c) => options.scale * c)),
            labels,
          ),
        };
      },
    },
  ],
});
