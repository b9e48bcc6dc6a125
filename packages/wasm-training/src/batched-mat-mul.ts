import {BatchMatMul, broadcast_util, type TensorInfo, util} from '@tensorflow/tfjs-core';
import {floats, type WasmBackend} from './backend.js';
import type {Stock} from './kernel.js';
import {matMul, matMulTransposed, transposeInner} from './mat-mul.js';
import {Scratch} from './scratch.js';

/** Multiply-adds of one matrix product below which starting a kernel of its own costs more than it saves. */
const LEAST_WORK_FOR_A_CALL = 8192;

/**
 * op(a) · op(b) over the last two dimensions, where op transposes or not; the others are a batch and are
 * broadcast.
 */
export function batchedMatMul(
  stock: Stock,
  backend: WasmBackend,
  a: TensorInfo,
  b: TensorInfo,
  transposeA: boolean,
  transposeB: boolean,
): TensorInfo {
  const [rowsA, columnsA] = a.shape.slice(-2) as [number, number];
  const [rowsB, columnsB] = b.shape.slice(-2) as [number, number];
  const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const [innerB, n] = transposeB ? [columnsB, rowsB] : [rowsB, columnsB];
  util.assert(
    k === innerB,
    () =>
      `matMul: the inner dimensions ${k} and ${innerB} of shapes [${a.shape}] and [${b.shape}] with ` +
      `transposeA=${transposeA} and transposeB=${transposeB} must be equal.`,
  );
  const outer = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...outer, m, n];
  const batch = util.sizeFromShape(outer);
  const [batchA, batchB] = [matricesIn(a.shape), matricesIn(b.shape)];
  if (batch * m * n * k === 0) {
    const out = backend.makeOutput(shape, 'float32');
    floats(backend, out).fill(0);
    return out;
  }
  if (batch === 1) {
    const product = matMulTransposed(
      stock,
      backend,
      {...a, shape: [rowsA, columnsA]},
      {...b, shape: [rowsB, columnsB]},
      transposeA,
      transposeB,
    );
    product.shape = shape;
    return product;
  }
  const scratch = new Scratch(backend);
  try {
    const left = transposeA ? scratch.release(transposeInner(stock, backend, a)) : a;
    // One right-hand operand for all: the batch is only more rows.
    if (batchB === 1) {
      const product = matMulTransposed(
        stock,
        backend,
        {...left, shape: [batchA * m, k]},
        {...b, shape: [rowsB, columnsB]},
        false,
        transposeB,
      );
      product.shape = shape;
      return product;
    }
    const plain = batchA === batch && batchB === batch;
    if (plain && m * n * k < LEAST_WORK_FOR_A_CALL)
      return stock.call(BatchMatMul, backend, {a, b}, {transposeA, transposeB});
    const right = transposeB ? scratch.release(transposeInner(stock, backend, b)) : b;
    const offsetsA = batchOffsets(a.shape.slice(0, -2), outer);
    const offsetsB = batchOffsets(b.shape.slice(0, -2), outer);
    const out = backend.makeOutput(shape, 'float32');
    for (let i = 0; i < batch; i++) {
      const product = matMul(
        stock,
        backend,
        scratch.view(left, (offsetsA[i] as number) * m * k, [m, k]),
        scratch.view(right, (offsetsB[i] as number) * k * n, [k, n]),
      );
      floats(backend, out).set(floats(backend, product), i * m * n);
      backend.disposeData(product.dataId);
      scratch.disposeViews();
    }
    return out;
  } finally {
    scratch.dispose();
  }
}

function matricesIn(shape: number[]): number {
  return util.sizeFromShape(shape.slice(0, -2));
}

/** For each matrix of the broadcast batch, which matrix of an operand with the outer shape `from` it is. */
function batchOffsets(from: number[], to: number[]): Int32Array {
  const offsets = new Int32Array(util.sizeFromShape(to));
  const own = [...Array<number>(to.length - from.length).fill(1), ...from];
  const strides = util.computeStrides([...own, 1]);
  for (let i = 0; i < offsets.length; i++) {
    let rest = i;
    for (let axis = to.length - 1; axis >= 0; axis--) {
      const size = to[axis] as number;
      if (own[axis] !== 1) offsets[i] = (offsets[i] as number) + (rest % size) * (strides[axis] as number);
      rest = Math.floor(rest / size);
    }
  }
  return offsets;
}
