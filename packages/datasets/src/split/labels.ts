/** For each row what group it belongs to. */
export type Groups = ArrayLike<number> | readonly string[];

/**
 * The number of classes that labels speak of: the largest label and one.
 *
 * @throws RangeError where there is no label, or one is no integer from 0
 */
export function checkLabels(labels: ArrayLike<number>): number {
  if (labels.length === 0) throw new RangeError('labels is empty; the class of each row is expected');
  let largest = 0;
  for (let row = 0; row < labels.length; ++row) {
    const label = labels[row]!;
    if (!Number.isInteger(label) || label < 0) {
      throw new RangeError(`label ${row} is ${label}; an integer from 0 is expected`);
    }
    if (label > largest) largest = label;
  }
  return largest + 1;
}

/**
 * The groups as numbers from 0, in the order in which they occur.
 *
 * @throws RangeError where there are not as many as rows
 */
export function groupCodes(groups: Groups, count: number): Int32Array {
  if (groups.length !== count) {
    throw new RangeError(`groups has ${groups.length} values; ${count} are expected, one for each label`);
  }
  const codes = new Map<number | string, number>();
  return Int32Array.from({length: count}, (_, row) => {
    const group = groups[row]!;
    let code = codes.get(group);
    if (code === undefined) {
      code = codes.size;
      codes.set(group, code);
    }
    return code;
  });
}
