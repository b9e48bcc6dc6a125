import {backend_util, util} from '@tensorflow/tfjs-core';

type Values = Float32Array | Int32Array | Uint8Array;

/**
 * Writes `count` results from `out[at]` on. The operands begin at `a[atA]` and `b[atB]` and advance by `stepA`
 * and `stepB`, which are 0 or 1.
 */
export type BinaryLoop = (
  out: Values,
  at: number,
  a: Values,
  atA: number,
  stepA: number,
  b: Values,
  atB: number,
  stepB: number,
  count: number,
) => void;

interface Axis {
  size: number;
  strideA: number;
  strideB: number;
}

/** Runs a binary operation over two operands that are broadcast to each other. */
export interface Broadcast {
  shape: number[];
  run(loop: BinaryLoop, out: Values, a: Values, b: Values): void;
}

/**
 * Plans a broadcast operation: neighbouring axes are merged where both operands allow it, so that the loop over
 * the last of them is as long as can be.
 *
 * @throws {Error} where the shapes cannot be broadcast.
 */
export function broadcast(shapeA: number[], shapeB: number[]): Broadcast {
  const shape = backend_util.assertAndGetBroadcastShape(shapeA, shapeB);
  const axes = mergedAxes(shape, shapeA, shapeB);
  const empty = util.sizeFromShape(shape) === 0;
  return {
    shape,
    run(loop, out, a, b) {
      if (!empty) runAxis(0, 0, 0, 0);

      function runAxis(index: number, at: number, atA: number, atB: number): void {
        const {size, strideA, strideB} = axes[index] as Axis;
        if (index === axes.length - 1) {
          loop(out, at, a, atA, strideA, b, atB, strideB, size);
          return;
        }
        let step = 1;
        for (let inner = index + 1; inner < axes.length; inner++) step *= (axes[inner] as Axis).size;
        for (let i = 0; i < size; i++) {
          runAxis(index + 1, at + i * step, atA + i * strideA, atB + i * strideB);
        }
      }
    },
  };
}

/** A broadcast operation over blocks of [rows, columns], whose positions count elements. */
export interface BlockBroadcast {
  shape: number[];
  rows: number;
  columns: number;
  /** By how much an operand moves on with every row, and with every column (0 or 1). */
  rowStepA: number;
  stepA: number;
  rowStepB: number;
  stepB: number;
  /** Calls back with the positions where each block begins. */
  run(block: (at: number, atA: number, atB: number) => void): void;
}

/**
 * Plans a broadcast operation as blocks of two axes, with neighbouring axes merged where both operands allow it.
 *
 * @throws {Error} where the shapes cannot be broadcast.
 */
export function blockBroadcast(shapeA: number[], shapeB: number[]): BlockBroadcast {
  const [shape, axes] = axesOf(shapeA, shapeB);
  const [column, row] = [axes.at(-1) as Axis, axes.at(-2) ?? {size: 1, strideA: 0, strideB: 0}];
  const outer = axes.slice(0, -2);
  const block = row.size * column.size;
  return {
    shape,
    rows: row.size,
    columns: column.size,
    rowStepA: row.strideA,
    stepA: column.strideA,
    rowStepB: row.strideB,
    stepB: column.strideB,
    run(call) {
      if (block === 0) return;
      if (outer.length === 0) call(0, 0, 0);
      else runAxis(0, 0, 0, 0);

      function runAxis(index: number, at: number, atA: number, atB: number): void {
        if (index === outer.length) {
          call(at, atA, atB);
          return;
        }
        const {size, strideA, strideB} = outer[index] as Axis;
        const step = outer.slice(index + 1).reduce((product, axis) => product * axis.size, block);
        for (let i = 0; i < size; i++)
          runAxis(index + 1, at + i * step, atA + i * strideA, atB + i * strideB);
      }
    },
  };
}

/** The broadcast shape and its merged axes, at once where the shapes are equal or one is a scalar. */
function axesOf(shapeA: number[], shapeB: number[]): [shape: number[], axes: Axis[]] {
  if (shapeB.length === 0) return [shapeA, [{size: util.sizeFromShape(shapeA), strideA: 1, strideB: 0}]];
  if (shapeA.length === 0) return [shapeB, [{size: util.sizeFromShape(shapeB), strideA: 0, strideB: 1}]];
  if (util.arraysEqual(shapeA, shapeB)) {
    return [shapeA, [{size: util.sizeFromShape(shapeA), strideA: 1, strideB: 1}]];
  }
  const shape = backend_util.assertAndGetBroadcastShape(shapeA, shapeB);
  return [shape, mergedAxes(shape, shapeA, shapeB)];
}

function mergedAxes(shape: number[], shapeA: number[], shapeB: number[]): Axis[] {
  const stridesA = broadcastStrides(shape, shapeA);
  const stridesB = broadcastStrides(shape, shapeB);
  const merged: Axis[] = [];
  for (const [axis, size] of shape.entries()) {
    if (size === 1) continue;
    const next = {size, strideA: stridesA[axis] as number, strideB: stridesB[axis] as number};
    const last = merged.at(-1);
    if (last && last.strideA === next.strideA * size && last.strideB === next.strideB * size) {
      last.size *= size;
      last.strideA = next.strideA;
      last.strideB = next.strideB;
    } else merged.push(next);
  }
  return merged.length > 0 ? merged : [{size: 1, strideA: 0, strideB: 0}];
}

/** The strides of an operand along the axes of the result: 0 where it is repeated. */
function broadcastStrides(shape: number[], own: number[]): number[] {
  const strides = Array<number>(shape.length).fill(0);
  let stride = 1;
  for (let axis = own.length - 1; axis >= 0; axis--) {
    const size = own[axis] as number;
    if (size !== 1) strides[axis + shape.length - own.length] = stride;
    stride *= size;
  }
  return strides;
}
