/** Refuses a row that a data set does not have. */
export function checkRows({name, count}: {name: string; count: number}, rows: ArrayLike<number>): void {
  for (let i = 0; i < rows.length; ++i) {
    const row = rows[i]!;
    if (!Number.isInteger(row) || row < 0 || row >= count) {
      throw new RangeError(`${name}: row ${row} is asked for; an integer from 0 to ${count - 1} is expected`);
    }
  }
}
