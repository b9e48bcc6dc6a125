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
import {centerLoss, movedCenters} from '../src/index.js';
import type {Problem} from './oracle.js';

interface Inputs {
  readonly embeddings: number[];
  readonly kernel: number[];
  readonly centers: number[];
  readonly bias?: number[];
}
interface Fixture extends Problem {
  readonly name: string;
  readonly rate: number;
  readonly inputs: Inputs;
  readonly losses: number[];
  readonly gradients: Inputs;
  readonly moved: number[];
}

// Made by tools/reference/center/make_fixtures.py with torch in float64.
const {cases}: {cases: Fixture[]} = JSON.parse(
  readFileSync(new URL('./fixtures/center.json', import.meta.url), 'utf8'),
);

onEachBackend(() => {
  test.each(cases)('as torch computes it: $name', (c) => {
    const {embeddings, kernel, centers, bias} = c.inputs;
    const [f, w, m] = [
      tensor2d(embeddings, [c.batch, c.dimension]),
      tensor2d(kernel, [c.dimension, c.classes]),
      tensor2d(centers, [c.classes, c.dimension]),
    ];
    const loss = (...[x, k, at, b]: Tensor[]): Tensor1D =>
      centerLoss(x as Tensor2D, [...c.labels], k as Tensor2D, b as Tensor1D | undefined, at as Tensor2D, {
        centerWeight: c.centerWeight,
        classWeights: c.classWeights,
      });
    const given: Tensor[] = [f, w, m, ...(bias === undefined ? [] : [tensor1d(bias)])];
    expectClose(loss(...given).dataSync(), c.losses, 1e-4);
    const found = grads((...inputs) => sum(loss(...inputs)))(given);
    const {gradients} = c;
    expectClose(found[0]!.dataSync(), gradients.embeddings, 1e-3);
    expectClose(found[1]!.dataSync(), gradients.kernel, 1e-3);
    expectClose(found[2]!.dataSync(), gradients.centers, 1e-3);
    if (gradients.bias !== undefined) expectClose(found[3]!.dataSync(), gradients.bias, 1e-3);
    expectClose(movedCenters(m, f, [...c.labels], c.rate).dataSync(), c.moved, 1e-6);
  });
});
