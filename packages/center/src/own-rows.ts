import {withGradient} from '@isomargin/core';
import {gather, reshape, scatterND, type Tensor1D, type Tensor2D, tidy} from '@tensorflow/tfjs-core';

/**
 * The sum of those rows that go to the same place, at that place.
 *
 * @param rows [n, d]
 * @param places [n] int32 in [0, count)
 * @returns [count, d]
 */
export function sumAt(rows: Tensor2D, places: Tensor1D, count: number): Tensor2D {
  return tidy(() => scatterND(reshape(places, [-1, 1]), rows, [count, rows.shape[1]]) as Tensor2D);
}

/**
 * Rows of a table, like `gather`, whose own gradient needs a kernel that the wasm backend lacks.
 *
 * @param table [count, d]
 * @param places [n] int32 in [0, count)
 * @returns [n, d]
 */
export function rowsAt(table: Tensor2D, places: Tensor1D): Tensor2D {
  const [count] = table.shape;
  return withGradient([table], ([given], save) => {
    save([places]);
    return {
      value: gather(given, places) as Tensor2D,
      gradient: (dy, [saved]) => [sumAt(dy, saved as Tensor1D, count)],
    };
  });
}
