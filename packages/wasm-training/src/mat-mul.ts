import {BatchMatMul, type TensorInfo, Transpose} from '@tensorflow/tfjs-core';
import {addressOf, floats, type WasmBackend} from './backend.js';
import type {Stock} from './kernel.js';
import {Scratch} from './scratch.js';
import {gramMatrix, isGram} from './simd/gram-matrix.js';
import {transposed} from './simd/transposed.js';

/** The tensor under another shape, without a reference of its own. */
function as(tensor: TensorInfo, shape: number[]): TensorInfo {
  return {dataId: tensor.dataId, shape, dtype: tensor.dtype};
}

/**
 * Gives `use` a right-hand operand that the backend packs correctly.
 *
 * The backend caches the packed form of a right-hand operand by its data alone, so the same data under another
 * shape would be multiplied in the first shape's packing: such an operand is copied first.
 */
export function withPackable(
  stock: Stock,
  backend: WasmBackend,
  b: TensorInfo,
  use: (b: TensorInfo) => TensorInfo,
): TensorInfo {
  const shape = `${b.shape.at(-2)},${b.shape.at(-1)}`;
  const packed = stock.packedShapes.get(b.dataId) ?? shape;
  if (packed === shape) {
    stock.packedShapes.set(b.dataId, shape);
    return use(b);
  }
  const scratch = new Scratch(backend);
  try {
    const copy = scratch.temp(b.shape);
    floats(backend, copy).set(floats(backend, b));
    return use(copy);
  } finally {
    scratch.dispose();
  }
}

/** [m, k] · [k, n] by the one path of the stock kernel that is fast: batch 1, nothing transposed. */
export function matMul(stock: Stock, backend: WasmBackend, a: TensorInfo, b: TensorInfo): TensorInfo {
  const [m, k] = a.shape as [number, number];
  const n = b.shape[1] as number;
  return withPackable(stock, backend, b, (right) => {
    const product = stock.call(
      BatchMatMul,
      backend,
      {a: as(a, [1, m, k]), b: as(right, [1, k, n])},
      {transposeA: false, transposeB: false},
    );
    product.shape = [m, n];
    return product;
  });
}

/** [..., r, c] to [..., c, r]. */
export function transposeInner(stock: Stock, backend: WasmBackend, x: TensorInfo): TensorInfo {
  const loops = stock.loops(backend);
  if (loops) return transposed(loops, backend, x);
  const rank = x.shape.length;
  const perm = Array.from({length: rank}, (_, axis) => axis);
  perm[rank - 1] = rank - 2;
  perm[rank - 2] = rank - 1;
  return stock.call(Transpose, backend, {x}, {perm});
}

/**
 * aᵀ · b by a loop that needs neither aᵀ copied nor b packed, as the stock kernel does; undefined where there is none for the sizes.
 */
function transposedProduct(
  stock: Stock,
  backend: WasmBackend,
  a: TensorInfo,
  b: TensorInfo,
): TensorInfo | undefined {
  const [inner, rows] = a.shape as [number, number];
  const columns = b.shape[1] as number;
  const loops = rows >= 4 && columns >= 8 ? stock.loops(backend) : undefined;
  if (!loops) return undefined;
  const out = backend.makeOutput([rows, columns], 'float32');
  const sums = floats(backend, out).fill(0);
  loops.addProduct(
    sums.byteOffset,
    addressOf(backend, a),
    4,
    4 * rows,
    addressOf(backend, b),
    4 * columns,
    rows,
    columns,
    inner,
  );
  return out;
}

/**
 * op(a) · op(b) of two matrices, where op transposes or not.
 *
 * The stock kernel's transposed paths are plain loops, 20 to 40 times slower than its plain path: the operand
 * is transposed first. With many columns in the product, it is (b · op(a)ᵀ)ᵀ instead, because the right-hand
 * operand is packed, and packing a large one costs more than transposing the product. aᵀ · b, which is what the gradient to a
 * layer's weights is, has a loop of its own; of a · aᵀ and aᵀ · a, half is computed.
 */
export function matMulTransposed(
  stock: Stock,
  backend: WasmBackend,
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
): TensorInfo {
  if (!transposeA && !transposeB) return matMul(stock, backend, a, b);
  if (isGram(a, b, transposeA, transposeB)) {
    const loops = stock.loops(backend);
    if (loops) return gramMatrix(loops, backend, a, transposeA);
  }
  if (!transposeB) {
    const product = transposedProduct(stock, backend, a, b);
    if (product) return product;
  }
  const scratch = new Scratch(backend);
  const turned = (x: TensorInfo): TensorInfo => scratch.release(transposeInner(stock, backend, x));
  try {
    const rows = a.shape[transposeA ? 1 : 0] as number;
    const columns = b.shape[transposeB ? 0 : 1] as number;
    if (transposeB && columns > 2 * rows) {
      const flipped = scratch.release(matMul(stock, backend, b, transposeA ? a : turned(a)));
      return transposeInner(stock, backend, flipped);
    }
    return matMul(stock, backend, transposeA ? turned(a) : a, transposeB ? turned(b) : b);
  } finally {
    scratch.dispose();
  }
}
