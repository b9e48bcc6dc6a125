import type {TensorInfo} from '@tensorflow/tfjs-core';
import {addressOf, type WasmBackend} from '../backend.js';
import {blockBroadcast} from '../broadcast.js';
import type {VectorLoop} from './loops.js';

/** The loops over two operands. */
export type BinaryName = 'add' | 'sub' | 'mul' | 'div' | 'min' | 'max';

/** A loop over two float32 operands that are broadcast to each other. */
export function vectorized(loop: VectorLoop, backend: WasmBackend, a: TensorInfo, b: TensorInfo): TensorInfo {
  const {shape, rows, columns, rowStepA, stepA, rowStepB, stepB, run} = blockBroadcast(a.shape, b.shape);
  const out = backend.makeOutput(shape, 'float32');
  const [to, x, y] = [addressOf(backend, out), addressOf(backend, a), addressOf(backend, b)];
  run((at, atA, atB) =>
    loop(
      to + 4 * at,
      x + 4 * atA,
      4 * rowStepA,
      4 * stepA,
      y + 4 * atB,
      4 * rowStepB,
      4 * stepB,
      rows,
      columns,
    ),
  );
  return out;
}
