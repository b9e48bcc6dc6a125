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
import {expectClose} from './numeric.js';

interface Fixture<O> {
  readonly name: string;
  readonly batch: number;
  readonly classes: number;
  readonly dimension: number;
  readonly options: O;
  readonly labels: readonly number[];
  readonly embeddings: number[];
  readonly kernel: number[];
  readonly bias?: number[];
  readonly losses: number[];
  readonly gradients: {readonly embeddings: number[]; readonly kernel: number[]; readonly bias?: number[]};
}

/**
 * Tests a loss of the scores W·f + b against values and gradients that another library computed, on the current backend.
 *
 * @param file JSON by tools/reference/<package>/make_fixtures.py
 */
export function testLinearFixtures<O>(
  file: URL,
  loss: (
    embeddings: Tensor2D,
    labels: readonly number[],
    kernel: Tensor2D,
    bias: Tensor1D | undefined,
    options: O,
  ) => Tensor1D,
): void {
  const {cases}: {cases: Fixture<O>[]} = JSON.parse(readFileSync(file, 'utf8'));
  test.each(cases)('as torch computes it: $name', (c) => {
    const inputs: Tensor[] = [
      tensor2d(c.embeddings, [c.batch, c.dimension]),
      tensor2d(c.kernel, [c.dimension, c.classes]),
      ...(c.bias === undefined ? [] : [tensor1d(c.bias)]),
    ];
    const of = (...[f, kernel, bias]: Tensor[]): Tensor1D =>
      loss(f as Tensor2D, c.labels, kernel as Tensor2D, bias as Tensor1D | undefined, c.options);
    expectClose(of(...inputs).dataSync(), c.losses, 1e-4, 1e-30);
    const [ofF, ofKernel, ofBias] = grads((...given) => sum(of(...given)))(inputs);
    expectClose(ofF!.dataSync(), c.gradients.embeddings, 1e-3, 1e-30);
    expectClose(ofKernel!.dataSync(), c.gradients.kernel, 1e-3, 1e-30);
    if (c.gradients.bias !== undefined) expectClose(ofBias!.dataSync(), c.gradients.bias, 1e-3, 1e-30);
  });
}
