import {lossContract} from '@isomargin/testkit/vitest';
import {readFixtures} from '../../../tools/testing/fixtures.js';
import {plugins} from '../src/index.js';
import {cosineOf, oracle} from './oracle.js';

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
      to: (problem) => ({
        losses: problem.labels.map((y, i) => {
          const powers = Array.from({length: problem.classes}, (_, j) =>
            Math.exp(problem.options.scale * cosineOf(problem, i, j)),
          );
          return -Math.log(powers[y]! / powers.reduce((a, b) => a + b, 0));
        }),
      }),
    },
  ],
});
