import {readFileSync} from 'node:fs';
import {
  grads,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
} from '@tensorflow/tfjs-core';
import {test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose} from '../../../tools/testing/numeric.js';
import {softmaxLoss} from '../src/index.js';
import type {Problem} from './oracle.js';

interface Fixture extends Problem {
  readonly name: string;
  readonly embeddings: number[];
  readonly kernel: number[];
  readonly bias?: number[];
  readonly losses: number[];
  readonly gradients: {readonly embeddings: number[]; readonly kernel: number[]; readonly bias?: number[]};
}

// Made by tools/reference/softmax/make_fixtures.py with torch in float64.
const {cases}: {cases: Fixture[]} = JSON.parse(
  readFileSync(new URL('./fixtures/softmax.json', import.meta.url), 'utf8'),
);

onEachBackend(() => {
  test.each(cases)('as torch computes it: $name', (c) => {
    const inputs: Tensor[] = [
      tensor2d(c.embeddings, [c.batch, c.dimension]),
      tensor2d(c.kernel, [c.dimension, c.classes]),
      ...(c.bias === undefined ? [] : [tensor1d(c.bias)]),
    ];
    const loss = (...[f, kernel, bias]: Tensor[]): Tensor1D =>
      softmaxLoss(f as Tensor2D, c.labels, kernel as Tensor2D, bias as Tensor1D, {
        classWeights: c.classWeights,
      });
    expectClose(loss(...inputs).dataSync(), c.losses, 1e-4);
    const [ofF, ofKernel, ofBias] = grads((...given) => sum(loss(...given)))(inputs);
    expectClose(ofF!.dataSync(), c.gradients.embeddings, 1e-3);
    expectClose(ofKernel!.dataSync(), c.gradients.kernel, 1e-3);
    if (c.gradients.bias !== undefined) expectClose(ofBias!.dataSync(), c.gradients.bias, 1e-3);
  });
});
