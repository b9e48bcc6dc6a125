import type {TensorInfo} from '@tensorflow/tfjs-core';
import {floats, type WasmBackend} from '../backend.js';
import type {VectorLoops} from './loops.js';

/** float32 [..., r, c] to [..., c, r]. */
export function transposed(loops: VectorLoops, backend: WasmBackend, x: TensorInfo): TensorInfo {
  const outer = x.shape.slice(0, -2);
  const [rows, columns] = x.shape.slice(-2) as [number, number];
  const out = backend.makeOutput([...outer, columns, rows], 'float32');
  const [from, to] = [floats(backend, x), floats(backend, out)];
  for (let start = 0; start < from.length; start += rows * columns) {
    transposeInto(
      loops,
      {values: to, start, width: rows},
      {values: from, start, width: columns},
      rows,
      columns,
    );
  }
  return out;
}

/** A part of a matrix whose rows have `width` elements; it begins at element `start`. */
interface Part {
  readonly values: Float32Array;
  readonly start: number;
  readonly width: number;
}

/** Writes the transpose of [rows, columns], where the two do not overlap. */
export function transposeInto(loops: VectorLoops, to: Part, from: Part, rows: number, columns: number): void {
  const [evenRows, evenColumns] = [rows - (rows % 4), columns - (columns % 4)];
  if (evenRows > 0 && evenColumns > 0) {
    loops.transpose(
      to.values.byteOffset + 4 * to.start,
      4 * to.width,
      from.values.byteOffset + 4 * from.start,
      4 * from.width,
      evenRows,
      evenColumns,
    );
  }
  copy(evenRows, rows, 0, columns);
  copy(0, evenRows, evenColumns, columns);

  function copy(row: number, endRow: number, column: number, endColumn: number): void {
    for (let i = row; i < endRow; i++) {
      for (let j = column; j < endColumn; j++) {
        to.values[to.start + j * to.width + i] = from.values[from.start + i * from.width + j] as number;
      }
    }
  }
}
