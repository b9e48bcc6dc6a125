import type {TensorInfo} from '@tensorflow/tfjs-core';
import {floats, type WasmBackend} from '../backend.js';
import type {VectorLoops} from './loops.js';

/** float32 [..., r, c] to [..., c, r]. */
export function transposed(loops: VectorLoops, backend: WasmBackend, x: TensorInfo): TensorInfo {
  const outer = x.shape.slice(0, -2);
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  const out = backend.makeOutput([...outer, columns, rows], 'float32');
  const [from, to] = [floats(backend, x), floats(backend, out)];
  const size = rows * columns;
  for (let start = 0; start < from.length; start += size) {
    const [evenRows, evenColumns] = [rows - (rows % 4), columns - (columns % 4)];
    if (evenRows > 0 && evenColumns > 0) {
      const [target, source] = [to.byteOffset + 4 * start, from.byteOffset + 4 * start];
      loops.transpose(target, 4 * rows, source, 4 * columns, evenRows, evenColumns);
    }
    copy(evenRows, rows, 0, columns);
    copy(0, evenRows, evenColumns, columns);

    function copy(row: number, endRow: number, column: number, endColumn: number): void {
      for (let i = row; i < endRow; i++) {
        for (let j = column; j < endColumn; j++)
          to[start + j * rows + i] = from[start + i * columns + j] as number;
      }
    }
  }
  return out;
}
