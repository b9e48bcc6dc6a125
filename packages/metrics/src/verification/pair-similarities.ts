import {type Matrix, readMatrix} from '../input/numbers.js';
import {checkChoice, checkKnown} from '../input/options.js';
import type {Pairs} from './pairs.js';

/** Options of similarities. */
export interface SimilarityOptions {
  /**
   * 'cosine' (default): the cosine of the angle between both, −1 to 1; 'euclidean': minus their distance, so that a larger
   * number is more alike here, too.
   */
  similarity?: 'cosine' | 'euclidean';
}

/**
 * How alike the two items of each pair are: [pairs], the larger the more.
 *
 * @param embeddings rows [n, d], finite
 * @throws RangeError or TypeError where embeddings or an option are not allowed, a pair has an index outside of the rows,
 *   or an embedding of length 0 has no angle
 */
export function pairSimilarities(
  embeddings: Matrix,
  {left, right}: Pick<Pairs, 'left' | 'right'>,
  options: SimilarityOptions = {},
): Float64Array {
  checkKnown(options, ['similarity']);
  const {similarity = 'cosine'} = options;
  checkChoice('similarity', similarity, ['cosine', 'euclidean']);
  const {rows, columns, data} = readMatrix('embeddings', embeddings);
  if (left.length !== right.length)
    throw new RangeError(
      `left has ${left.length} pairs and right has ${right.length}: both must have the same number`,
    );
  const check = (name: string, items: Int32Array): void => {
    const bad = items.findIndex((item) => !(item >= 0 && item < rows));
    if (bad >= 0)
      throw new RangeError(
        `${name}[${bad}] is ${items[bad]}: embeddings has ${rows} rows, so 0 to ${rows - 1}`,
      );
  };
  check('left', left);
  check('right', right);
  const result = new Float64Array(left.length);
  for (let pair = 0; pair < result.length; pair++) {
    const a = (left[pair] as number) * columns;
    const b = (right[pair] as number) * columns;
    result[pair] = similarity === 'cosine' ? cosine(data, a, b, columns) : -distance(data, a, b, columns);
  }
  return result;
}

function cosine(data: ArrayLike<number>, a: number, b: number, columns: number): number {
  // By the largest entries, so that no square overflows or vanishes.
  const [scaleA, scaleB] = [largest(data, a, columns), largest(data, b, columns)];
  let [dot, squareA, squareB] = [0, 0, 0];
  for (let i = 0; i < columns; i++) {
    const x = (data[a + i] as number) / scaleA;
    const y = (data[b + i] as number) / scaleB;
    dot += x * y;
    squareA += x * x;
    squareB += y * y;
  }
  return Math.max(-1, Math.min(1, dot / Math.sqrt(squareA) / Math.sqrt(squareB)));
}

function largest(data: ArrayLike<number>, from: number, columns: number): number {
  let result = 0;
  for (let i = from; i < from + columns; i++) result = Math.max(result, Math.abs(data[i] as number));
  if (result === 0)
    throw new RangeError(
      `embeddings[${from / columns}] is 0: it has no angle, so no cosine; see 'euclidean'`,
    );
  return result;
}

function distance(data: ArrayLike<number>, a: number, b: number, columns: number): number {
  let sum = 0;
  for (let i = 0; i < columns; i++) sum += ((data[a + i] as number) - (data[b + i] as number)) ** 2;
  return Math.sqrt(sum);
}
