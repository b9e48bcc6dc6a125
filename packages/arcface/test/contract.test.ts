import {cosinesOf, crossEntropiesOf} from '@isomargin/testkit';
import {lossContract} from '@isomargin/testkit/vitest';
import {readFixtures} from '../../../tools/testing/fixtures.js';
import {plugins} from '../src/index.js';
import {oracle} from './oracle.js';

interface Written {
  readonly scale: number;
  readonly margin: number;
  readonly subcenters: number;
}

lossContract({
  plugin: plugins[0]!,
  oracle,
  fixtures: readFixtures(
    new URL('./fixtures/arcface.json', import.meta.url),
    {kernel: 'kernel'},
    ({scale, margin, subcenters}: Written) => ({scale, margin, subcenters}),
  ),
  variants: [{scale: 4, subcenters: 3}, {scale: 10, margin: 1.2}, {easyMargin: true}],
  reducesTo: [
    {
      name: 'softmax cross entropy of the cosines',
      options: {margin: 0},
      to: (problem) => {
        const {labels, options} = problem;
        const logits = cosinesOf(problem).map((row) => row.map((c) => options.scale * c));
        return {losses: crossEntropiesOf(logits, labels)};
      },
    },
  ],
});
