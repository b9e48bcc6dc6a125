import {BatchMatMul, type TensorInfo, Transpose} from '@tensorflow/tfjs-core';
import {floats, type WasmBackend} from './backend.js';
import type {Stock} from './kernel.js';
import {Scratch} from './scratch.js';

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
  const rank = x.shape.length;
  const perm = Array.from({length: rank}, (_, axis) => axis);
  perm[rank - 1] = rank - 2;
  perm[rank - 2] = rank - 1;
  return stock.call(Transpose, backend, {x}, {perm});
}

/** From so long an inner dimension on, products are sums of parts. */
const LEAST_INNER_TO_DIVIDE = 16384;
/** The inner dimension of a part: such that the rows of both operands that are multiplied stay in the cache. */
const INNER_AT_A_TIME = 1000;

/** A product with a long inner dimension as a sum of products with shorter ones. */
function inParts(
  stock: Stock,
  backend: WasmBackend,
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
): TensorInfo {
  const inner = a.shape[transposeA ? 0 : 1] as number;
  let sum: TensorInfo | undefined;
  for (let first = 0; first < inner; first += INNER_AT_A_TIME) {
    const scratch = new Scratch(backend);
    try {
      const count = Math.min(INNER_AT_A_TIME, inner - first);
      const part = (x: TensorInfo, inRows: boolean): TensorInfo =>
        inRows
          ? scratch.view(x, first * (x.shape[1] as number), [count, x.shape[1] as number])
          : columnsOf(scratch, backend, x, first, count);
      const product = matMulTransposed(
        stock,
        backend,
        part(a, transposeA),
        part(b, !transposeB),
        transposeA,
        transposeB,
      );
      if (sum === undefined) sum = product;
      else addTo(stock, backend, sum, scratch.release(product));
    } finally {
      scratch.dispose();
    }
  }
  return sum as TensorInfo;
}

/** A copy of some columns of a matrix. */
function columnsOf(
  scratch: Scratch,
  backend: WasmBackend,
  x: TensorInfo,
  first: number,
  count: number,
): TensorInfo {
  const [rows, columns] = x.shape as [number, number];
  const copy = scratch.temp([rows, count]);
  const to = floats(backend, copy);
  const from = floats(backend, x);
  for (let row = 0; row < rows; row++) {
    const start = row * columns + first;
    to.set(from.subarray(start, start + count), row * count);
  }
  return copy;
}

function addTo(stock: Stock, backend: WasmBackend, sum: TensorInfo, term: TensorInfo): void {
  const loops = stock.loops(backend);
  const [to, from] = [floats(backend, sum), floats(backend, term)];
  if (loops) loops.add(to.byteOffset, to.byteOffset, 0, 4, from.byteOffset, 0, 4, 1, to.length);
  else for (let i = 0; i < to.length; i++) to[i] = (to[i] as number) + (from[i] as number);
}

/**
 * op(a) · op(b) of two matrices, where op transposes or not.
 *
 * The stock kernel's transposed paths are plain loops, 20 to 40 times slower than its plain path: the operand
 * is transposed first. With many columns in the product, it is (b · op(a)ᵀ)ᵀ instead, because the right-hand
 * operand is packed, and packing a large one costs more than transposing the product.
 */
export function matMulTransposed(
  stock: Stock,
  backend: WasmBackend,
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
): TensorInfo {
  const inner = a.shape[transposeA ? 0 : 1] as number;
  if (inner >= LEAST_INNER_TO_DIVIDE) return inParts(stock, backend, a, b, transposeA, transposeB);
  if (!transposeA && !transposeB) return matMul(stock, backend, a, b);
  const scratch = new Scratch(backend);
  const transposed = (x: TensorInfo): TensorInfo => scratch.release(transposeInner(stock, backend, x));
  try {
    const rows = a.shape[transposeA ? 1 : 0] as number;
    const columns = b.shape[transposeB ? 0 : 1] as number;
    if (transposeB && columns > 2 * rows) {
      const flipped = scratch.release(matMul(stock, backend, b, transposeA ? a : transposed(a)));
      return transposeInner(stock, backend, flipped);
    }
    return matMul(stock, backend, transposeA ? transposed(a) : a, transposeB ? transposed(b) : b);
  } finally {
    scratch.dispose();
  }
}
