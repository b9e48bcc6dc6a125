import {readFileSync} from 'node:fs';
import {mean, type Tensor1D, type Tensor2D, tensor2d, valueAndGrad} from '@tensorflow/tfjs-core';
import {test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose} from '../../../tools/testing/numeric.js';
import {contrastiveLoss, tripletLoss} from '../src/index.js';

interface Fixture {
  readonly name: string;
  readonly kind: 'contrastive' | 'triplet';
  readonly batch: number;
  readonly dimension: number;
  readonly options: object;
  readonly labels: number[];
  readonly embeddings: number[];
  readonly loss: number;
  readonly gradient: number[];
}

// Made by tools/reference/pairwise/make_fixtures.py with pytorch-metric-learning in float64, whose definitions differ: see there.
const {cases}: {cases: Fixture[]} = JSON.parse(
  readFileSync(new URL('./fixtures/pairwise.json', import.meta.url), 'utf8'),
);

onEachBackend(() => {
  test.each(cases)('as pytorch-metric-learning computes it: $kind, $name, $options', (c) => {
    const lossOf = (f: Tensor2D): Tensor1D =>
      c.kind === 'contrastive'
        ? contrastiveLoss(f, c.labels, c.options)
        : tripletLoss(f, c.labels, c.options);
    const {value, grad} = valueAndGrad((f) => mean(lossOf(f as Tensor2D)))(
      tensor2d(c.embeddings, [c.batch, c.dimension]),
    );
    expectClose(value.dataSync(), [c.loss], 1e-4);
    expectClose(grad.dataSync(), c.gradient, 1e-3);
  });
});
