import {readFileSync} from 'node:fs';
import {grads, sum, type Tensor1D, type Tensor2D, tensor2d} from '@tensorflow/tfjs-core';
import {test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose} from '../../../tools/testing/numeric.js';
import {spherefaceLoss} from '../src/index.js';
import type {Problem} from './oracle.js';

interface Fixture extends Problem {
  readonly name: string;
  readonly embeddings: number[];
  readonly kernel: number[];
  readonly losses: number[];
  readonly gradients: {readonly embeddings: number[]; readonly kernel: number[]};
}

// Made by tools/reference/sphereface/make_fixtures.py with pytorch-metric-learning in float64.
const {cases}: {cases: Fixture[]} = JSON.parse(
  readFileSync(new URL('./fixtures/sphereface.json', import.meta.url), 'utf8'),
);

onEachBackend(() => {
  test.each(cases)('as pytorch-metric-learning computes it: $name', (c) => {
    const loss = (f: Tensor2D, kernel: Tensor2D): Tensor1D => spherefaceLoss(f, c.labels, kernel, {m: c.m});
    const inputs: [Tensor2D, Tensor2D] = [
      tensor2d(c.embeddings, [c.batch, c.dimension]),
      tensor2d(c.kernel, [c.dimension, c.classes]),
    ];
    expectClose(loss(...inputs).dataSync(), c.losses, 1e-4);
    const [ofF, ofKernel] = grads((f, kernel) => sum(loss(f as Tensor2D, kernel as Tensor2D)))(inputs);
    expectClose(ofF!.dataSync(), c.gradients.embeddings, 1e-3);
    expectClose(ofKernel!.dataSync(), c.gradients.kernel, 1e-3);
  });
});
