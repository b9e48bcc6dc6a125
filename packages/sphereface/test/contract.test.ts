import {cosinesOf, crossEntropiesOf} from '@isomargin/testkit';
import {lossContract} from '@isomargin/testkit/vitest';
import {readFixtures} from '../../../tools/testing/fixtures.js';
import {plugins} from '../src/index.js';
import {oracle} from './oracle.js';

lossContract({
  plugin: plugins[0]!,
  oracle,
  fixtures: readFixtures(
    new URL('./fixtures/sphereface.json', import.meta.url),
    {kernel: 'kernel'},
    ({m}: {m: number}) => ({m}),
  ),
  variants: [
    {m: 1},
    {m: 2, lambda: 3},
    {m: 3},
    {m: 5},
    {annealing: 'falling', annealingStart: 8, annealingRate: 0.5, annealingPower: 2, lambda: 0.5},
  ],
  reducesTo: [
    {
      name: 'softmax cross entropy with classes of norm 1',
      options: {m: 1},
      to: (problem) => {
        const {dimension, embeddings, labels} = problem;
        const logits = cosinesOf(problem).map((row, i) => {
          const norm = Math.hypot(...embeddings.subarray(i * dimension, (i + 1) * dimension));
          return row.map((c) => norm * c);
        });
        return {losses: crossEntropiesOf(logits, labels)};
      },
    },
  ],
});
