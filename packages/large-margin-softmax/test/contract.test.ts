import {crossEntropiesOf} from '@isomargin/testkit';
import {lossContract} from '@isomargin/testkit/vitest';
import {readFixtures} from '../../../tools/testing/fixtures.js';
import {plugins} from '../src/index.js';
import {oracle} from './oracle.js';

interface Written {
  readonly m: number;
  readonly cosineWeight: number;
  readonly classWeights?: number[];
}

lossContract({
  plugin: plugins[0]!,
  oracle,
  fixtures: readFixtures(
    new URL('./fixtures/large-margin-softmax.json', import.meta.url),
    {kernel: 'weights'},
    // A λ that stays where it starts.
    ({m, cosineWeight, classWeights}: Written) => ({
      m,
      classWeights,
      annealingStart: cosineWeight,
      annealingRate: 0,
      annealingEnd: 0,
    }),
  ),
  variants: [
    {m: 1},
    {m: 2, annealing: 'none'},
    {m: 3, annealingStart: 8, annealingRate: 0.5, annealingPower: 2, annealingEnd: 0.5},
    {m: 4, annealing: 'none'},
    {m: 5, annealing: 'none'},
  ],
  reducesTo: [
    {
      name: 'softmax cross entropy without a bias',
      options: {m: 1},
      to: (problem) => {
        const {batch, classes, dimension, embeddings, labels} = problem;
        // Its kernel has a row a class.
        const kernel = problem.weight('kernel');
        const logits = Array.from({length: batch}, (_, i) =>
          Array.from({length: classes}, (_, j) =>
            embeddings
              .subarray(i * dimension, (i + 1) * dimension)
              .reduce((sum, v, k) => sum + v * kernel[j * dimension + k]!, 0),
          ),
        );
        return {losses: crossEntropiesOf(logits, labels)};
      },
    },
  ],
});
