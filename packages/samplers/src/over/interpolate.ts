import type {Table} from '../input/data.js';

/** Writes `from + share · (to − from)` as row `at` of `values`. */
export function interpolateRow(
  {values: data, columns}: Table,
  from: number,
  to: number,
  share: number,
  values: Float64Array,
  at: number,
): void {
  for (let column = 0; column < columns; ++column) {
    const start = data[from * columns + column]!;
    values[at * columns + column] = start + share * (data[to * columns + column]! - start);
  }
}
