/** Numbers in rows and columns, as samplers and networks take them. */
export interface NumberMatrix<A extends Float32Array | Float64Array = Float32Array | Float64Array> {
  /** Row by row: the value of row i and column j is `data[i * columns + j]`. */
  readonly data: A;
  readonly rows: number;
  readonly columns: number;
  /** A name for each column. */
  readonly columnNames: readonly string[];
}
