import {readFileSync} from 'node:fs';
import {grads, sum, type Tensor1D, type Tensor2D, tensor2d} from '@tensorflow/tfjs-core';
import {test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose} from '../../../tools/testing/numeric.js';
import {largeMarginSoftmaxLoss} from '../src/index.js';
import type {Problem} from './oracle.js';

interface Fixture extends Problem {
  readonly name: string;
  readonly embeddings: number[];
  readonly weights: number[];
  readonly losses: number[];
  readonly gradients: {readonly embeddings: number[]; readonly weights: number[]};
}

// Made by tools/reference/large-margin-softmax/make_fixtures.py with torch in float64.
const {cases}: {cases: Fixture[]} = JSON.parse(
  readFileSync(new URL('./fixtures/large-margin-softmax.json', import.meta.url), 'utf8'),
);

onEachBackend(() => {
  test.each(cases)('as torch computes it: $name', (c) => {
    const {m, cosineWeight, classWeights} = c;
    const inputs = [
      tensor2d(c.embeddings, [c.batch, c.dimension]),
      tensor2d(c.weights, [c.classes, c.dimension]),
    ] as const;
    const loss = (f: Tensor2D, w: Tensor2D): Tensor1D =>
      largeMarginSoftmaxLoss(f, [...c.labels], w, {m, cosineWeight, classWeights});
    expectClose(loss(...inputs).dataSync(), c.losses, 1e-4);
    const [ofF, ofW] = grads((f, w) => sum(loss(f as Tensor2D, w as Tensor2D)))([...inputs]);
    expectClose(ofF!.dataSync(), c.gradients.embeddings, 1e-3);
    expectClose(ofW!.dataSync(), c.gradients.weights, 1e-3);
  });
});
