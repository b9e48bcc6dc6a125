import type {TensorInfo} from '@tensorflow/tfjs-core';
import {addressOf, floats, type WasmBackend} from '../backend.js';
import {Scratch} from '../scratch.js';
import type {VectorLoops} from './loops.js';
import {transposed, transposeInto} from './transposed.js';

/** Rows that are computed at a time, from the diagonal on; a multiple of 4. */
const BAND = 16;
/** `addProduct` needs so many columns. */
const LEAST_COLUMNS = 8;

/**
 * Whether a product of matrices is x · xᵀ or xᵀ · x, large enough for `gramMatrix`. The same data in another shape have
 * another inner dimension and are no operands of one product.
 */
export function isGram(a: TensorInfo, b: TensorInfo, transposeA: boolean, transposeB: boolean): boolean {
  const size = a.shape[transposeA ? 1 : 0] as number;
  return a.dataId === b.dataId && transposeA !== transposeB && size >= LEAST_COLUMNS;
}

/**
 * x · xᵀ, or xᵀ · x, for float32 x: what is on the diagonal and to the right of it is computed, in bands of rows, and the rest
 * mirrored. The result is symmetric to the last bit.
 */
export function gramMatrix(
  loops: VectorLoops,
  backend: WasmBackend,
  x: TensorInfo,
  transposeFirst: boolean,
): TensorInfo {
  const [size, inner] = (transposeFirst ? [...x.shape].reverse() : x.shape) as [number, number];
  const scratch = new Scratch(backend);
  try {
    const right = transposeFirst ? x : scratch.release(transposed(loops, backend, x));
    const out = backend.makeOutput([size, size], 'float32');
    const products = floats(backend, out).fill(0);
    const [to, b] = [products.byteOffset, addressOf(backend, right)];
    const row = 4 * size;
    for (let first = 0; first < size; ) {
      const end = size - first - BAND < LEAST_COLUMNS ? size : first + BAND;
      const corner = 4 * first * (size + 1);
      loops.addProduct(
        to + corner,
        b + 4 * first,
        4,
        row,
        b + 4 * first,
        row,
        end - first,
        size - first,
        inner,
      );
      // From the block to the right of the diagonal one to that below it.
      transposeInto(
        loops,
        {values: products, start: end * size + first, width: size},
        {values: products, start: first * size + end, width: size},
        end - first,
        size - end,
      );
      first = end;
    }
    return out;
  } finally {
    scratch.dispose();
  }
}
