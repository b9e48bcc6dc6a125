/** The class that most of some rows have; the first in the order of the classes where several are. */
export function voteOf(rows: Iterable<number>, codes: Int32Array, classes: number): number {
  const votes = new Int32Array(classes);
  for (const row of rows) votes[codes[row]!]!++;
  let winner = 0;
  for (let code = 1; code < classes; ++code) if (votes[code]! > votes[winner]!) winner = code;
  return winner;
}
