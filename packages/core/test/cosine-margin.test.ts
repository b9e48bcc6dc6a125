import {
  add,
  grad,
  grads,
  mul,
  reshape,
  square,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, finiteDifferences, normals} from '../../../tools/testing/numeric.js';
import {cosineScores, crossEntropyFromLogits, crossEntropyWithOwn, projections} from '../src/index.js';

const [batch, d, columns] = [5, 6, 4];
const float32 = (values: ArrayLike<number>, factor = 1): Float64Array =>
  Float64Array.from(Float32Array.from(values, (v) => v * factor));
/** Finite differences take steps relative to the entries, but not to tiny ones. */
const stepFor = (factor: number): number => 1e-5 * Math.min(1, 1e3 * factor);
const weights = normals(batch * columns, 9);
const weighted = (values: readonly number[]): number =>
  values.reduce((total, v, i) => total + v * weights[i]!, 0);
const weightedTensor = (x: Tensor): Tensor =>
  sum(mul(x, tensor2d(Float32Array.from(weights), [batch, columns])));

/** length(‖f‖) · cos θ of every pair in float64. */
function scoresOracle(
  f: ArrayLike<number>,
  w: ArrayLike<number>,
  length: (norm: number) => number,
): number[] {
  const result: number[] = [];
  for (let i = 0; i < batch; i++) {
    for (let j = 0; j < columns; j++) {
      let [product, ff, ww] = [0, 0, 0];
      for (let k = 0; k < d; k++) {
        product += f[i * d + k]! * w[k * columns + j]!;
        ff += f[i * d + k]! ** 2;
        ww += w[k * columns + j]! ** 2;
      }
      result.push((product / Math.sqrt(ff) / Math.sqrt(ww)) * length(Math.sqrt(ff)));
    }
  }
  return result;
}

const functions = {
  cosineScores: {
    of: (f: Tensor2D, w: Tensor2D) => cosineScores(f, w, 30),
    oracle: (f: ArrayLike<number>, w: ArrayLike<number>) => scoresOracle(f, w, () => 30),
  },
  projections: {
    of: projections,
    oracle: (f: ArrayLike<number>, w: ArrayLike<number>) => scoresOracle(f, w, (norm) => norm),
  },
};

onEachBackend(() => {
  describe.each(Object.entries(functions))('%s', (_, {of, oracle}) => {
    test.each([
      ['plain', 1, 1],
      ['embeddings of norm 1e-6', 4e-7, 1],
      ['embeddings of norm 1e4', 4e3, 1],
      ['columns of norm 1e-6', 1, 4e-7],
      ['columns of norm 1e4', 1, 4e3],
    ])('value and gradients: %s', (_name, ofF, ofW) => {
      const f = float32(normals(batch * d, 1), ofF);
      const w = float32(normals(d * columns, 2), ofW);
      const tensors: [Tensor2D, Tensor2D] = [
        tensor2d(Float32Array.from(f), [batch, d]),
        tensor2d(Float32Array.from(w), [d, columns]),
      ];
      expectClose(of(...tensors).dataSync(), oracle(f, w), 1e-5);
      const [byF, byW] = grads((x, y) => weightedTensor(of(x as Tensor2D, y as Tensor2D)))(tensors);
      expectClose(
        byF!.dataSync(),
        finiteDifferences((x) => weighted(oracle(x, w)), f, stepFor(ofF)),
        1e-3,
      );
      expectClose(
        byW!.dataSync(),
        finiteDifferences((x) => weighted(oracle(f, x)), w, stepFor(ofW)),
        1e-3,
      );
    });

    test('zero vectors', () => {
      const f = tensor2d([0, 0, 1, 2], [2, 2]);
      const w = tensor2d([0, 3, 0, 4], [2, 2]);
      const scores = of(f, w).dataSync();
      expect([...scores.slice(0, 3)]).toEqual([0, 0, 0]);
      expect(scores[3]).toBeGreaterThan(0);
      const [byF, byW] = grads((x, y) => sum(of(x as Tensor2D, y as Tensor2D)))([f, w]);
      expect([...byF!.dataSync(), ...byW!.dataSync()].every(Number.isFinite)).toBe(true);
      expect([byW!.dataSync()[0], byW!.dataSync()[2]]).toEqual([0, 0]);
    });
  });

  test('a zero embedding has no gradient from cosineScores, and that of the columns from projections', () => {
    const w = tensor2d([3, 4], [2, 1]);
    const gradient = (of: (f: Tensor2D) => Tensor2D) =>
      grad((f) => sum(of(f as Tensor2D)))(tensor2d([[0, 0]])).dataSync();
    expect([...gradient((f) => cosineScores(f, w))]).toEqual([0, 0]);
    expectClose(
      gradient((f) => projections(f, w)),
      [0.6, 0.8],
      1e-6,
    );
  });

  describe('crossEntropyWithOwn', () => {
    const scores = () => tensor2d(Float32Array.from(normals(12, 4)), [3, 4]);
    const oneHot = () => tensor2d([1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0], [3, 4]);

    test('is the cross entropy of the logits with the own one replaced, with their gradients', () => {
      const offset = tensor1d([1, 2, -1]);
      const replace = (own: Tensor2D, by: Tensor): Tensor2D =>
        add(square(own), mul(own, reshape(by, [3, 1]))) as Tensor2D;
      const fast = (x: Tensor2D, by: Tensor): Tensor1D =>
        crossEntropyWithOwn(x, oneHot(), (own) => replace(own, by));
      const slow = (x: Tensor2D, by: Tensor): Tensor1D => {
        const own = sum(mul(x, oneHot()), 1, true) as Tensor2D;
        const logits = add(mul(x, add(1, mul(oneHot(), -1))), mul(oneHot(), replace(own, by))) as Tensor2D;
        return crossEntropyFromLogits(logits, oneHot());
      };
      expectClose(fast(scores(), offset).dataSync(), slow(scores(), offset).dataSync(), 1e-6);
      const gradients = [fast, slow].map((loss) =>
        grads((x, by) => sum(mul(loss(x as Tensor2D, by), tensor1d([1, -2, 3]))))([scores(), offset]),
      );
      expectClose(gradients[0]![0]!.dataSync(), gradients[1]![0]!.dataSync(), 1e-5);
      expectClose(gradients[0]![1]!.dataSync(), gradients[1]![1]!.dataSync(), 1e-5);
    });

    test('saturated logits', () => {
      const x = tensor2d([1e4, -1e4, 0, -1e4, 1e4, 0], [2, 3]);
      const labels = tensor2d([1, 0, 0, 1, 0, 0], [2, 3]);
      const loss = (s: Tensor2D): Tensor1D =>
        crossEntropyWithOwn(s, labels, (own) => mul(own, 2) as Tensor2D);
      expectClose(loss(x).dataSync(), [0, 3e4], 1e-6);
      expectClose(grad((s) => sum(loss(s as Tensor2D)))(x).dataSync(), [0, 0, 0, -2, 1, 0], 1e-6);
    });

    test('a saturated example has the loss 0 and no gradient, also where the replacement is rounded', () => {
      // 1e8 + (1.5 − 1e8) is no longer 1.5 in float32.
      const x = tensor2d([1e8, -1e8, -1e8], [1, 3]);
      const loss = (s: Tensor2D): Tensor1D =>
        crossEntropyWithOwn(s, tensor2d([[1, 0, 0]]), (own) => add(mul(own, 0), 1.5) as Tensor2D);
      expect(loss(x).dataSync()[0]).toBe(0);
      expect([...grad((s) => sum(loss(s as Tensor2D)))(x).dataSync()].map(Math.abs)).toEqual([0, 0, 0]);
    });
  });
});
