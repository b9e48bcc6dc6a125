import {grad, mul, sum, type Tensor, type Tensor2D, tensor2d} from '@tensorflow/tfjs-core';
import {expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, finiteDifferences, normals} from '../../../tools/testing/numeric.js';
import {rowsOfLength} from '../src/index.js';

const [n, d] = [3, 4];

function scaled(x: ArrayLike<number>, length: number): Float64Array {
  return Float64Array.from(x, (v, at) => {
    const row = Array.from({length: d}, (_, k) => x[Math.floor(at / d) * d + k]!);
    return (v * length) / Math.sqrt(row.reduce((total, w) => total + w * w, 0));
  });
}

onEachBackend(() => {
  test.each([1e-5, 1, 1e5])(
    'rows of norm about %d: value, and gradient against finite differences',
    (scale) => {
      const x = Float64Array.from(Float32Array.from(normals(n * d, 1), (v) => v * scale));
      const weights = normals(n * d, 2);
      const tensor = (values: ArrayLike<number>): Tensor2D => tensor2d(Float32Array.from(values), [n, d]);
      for (const length of [1, 2.5]) {
        expectClose(rowsOfLength(tensor(x), length).dataSync(), scaled(x, length), 1e-6);
        const loss = (given: Tensor): Tensor =>
          sum(mul(rowsOfLength(given as Tensor2D, length), tensor(weights)));
        const expected = finiteDifferences(
          (given) => scaled(given, length).reduce((total, v, i) => total + v * weights[i]!, 0),
          x,
        );
        expectClose(grad(loss)(tensor(x)).dataSync(), expected, 1e-4);
      }
    },
  );

  test('a row of zeros stays, and has no gradient', () => {
    const x = tensor2d([0, 0, 3, 4], [2, 2]);
    expectClose(rowsOfLength(x, 1).dataSync(), [0, 0, 0.6, 0.8], 1e-6);
    const gradient = grad((given) =>
      sum(mul(rowsOfLength(given as Tensor2D, 1), tensor2d([1, 2, 3, 4], [2, 2]))),
    )(x);
    expect([...gradient.dataSync()].slice(0, 2)).toEqual([0, 0]);
  });
});
