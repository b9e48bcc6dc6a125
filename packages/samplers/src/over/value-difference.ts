import type {Data} from '../input/data.js';

/**
 * The value difference metric (Stanfill, Waltz 1986; Cost, Salzberg 1993): how different two categories of a
 * column are is Σ over the classes of |P(class | one) − P(class | other)|, with the frequencies of all rows.
 *
 * @returns for each column the table of differences, [categories · categories]
 */
export function categoryDifferences({table, classes}: Data): Float64Array[] {
  const {columns, values, count, categories = []} = table;
  const classCount = classes.names.length;
  return categories.map((names, column) => {
    const size = names!.length;
    const shares = new Float64Array(size * classCount);
    const totals = new Float64Array(size);
    for (let row = 0; row < count; ++row) {
      const category = values[row * columns + column]!;
      shares[category * classCount + classes.codes[row]!]!++;
      totals[category]!++;
    }
    for (let i = 0; i < shares.length; ++i) shares[i]! /= totals[Math.floor(i / classCount)]!;
    const differences = new Float64Array(size * size);
    for (let a = 0; a < size; ++a) {
      for (let b = 0; b < size; ++b) {
        for (let j = 0; j < classCount; ++j) {
          differences[a * size + b]! += Math.abs(shares[a * classCount + j]! - shares[b * classCount + j]!);
        }
      }
    }
    return differences;
  });
}
