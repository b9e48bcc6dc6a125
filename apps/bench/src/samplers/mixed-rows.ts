import type {OneHot} from '../examples.js';

/**
 * Rows in which each text column is one text again, as SMOTE-NC and SMOTE-N take them.
 *
 * @param data [rows, size]
 */
export function toMixedRows(
  data: Float32Array,
  size: number,
  oneHots: readonly OneHot[],
): (number | string)[][] {
  const layout = layoutOf(size, oneHots);
  return Array.from({length: data.length / size}, (_, row) =>
    layout.map(({start, size: width}) => {
      const at = row * size + start;
      return width === undefined ? data[at]! : String(data.subarray(at, at + width).indexOf(1));
    }),
  );
}

/** The numbers of such rows, [rows, size]. */
export function fromMixedRows(
  rows: readonly (readonly (number | string)[])[],
  size: number,
  oneHots: readonly OneHot[],
): Float32Array {
  const layout = layoutOf(size, oneHots);
  const data = new Float32Array(rows.length * size);
  for (const [row, values] of rows.entries()) {
    for (const [place, {start, size: width}] of layout.entries()) {
      const value = values[place]!;
      if (width === undefined) data[row * size + start] = value as number;
      else if (value !== NONE) data[row * size + start + Number(value)] = 1;
    }
  }
  return data;
}

/** A text that the training part has not is 0 in all of its places. */
const NONE = '-1';

interface Place {
  readonly start: number;
  /** Of a text column. */
  readonly size?: number;
}

/** The columns before they were encoded. */
function layoutOf(size: number, oneHots: readonly OneHot[]): Place[] {
  const layout: Place[] = [];
  for (let at = 0; at < size; ) {
    const text = oneHots.find(({start}) => start === at);
    layout.push(text ?? {start: at});
    at += text?.size ?? 1;
  }
  return layout;
}
