import type {ReadNumbers} from '../input/numbers.js';
import {type Floats, floatOf, lowerKey, upperKey, wordsOf} from './sort-keys.js';
import {SortedChunk} from './sorted-chunk.js';

/** What an example counts as. */
export const side = {negative: 0, positive: 1, leftOut: 2} as const;

/** Scores of positive and negative examples: that of example i is `scores[offset + i * stride]`. */
export interface ScoredSides {
  scores: Floats;
  offset: number;
  stride: number;
  /** [n], of {@link side}. */
  sides: Uint8Array;
  /** [n] */
  weights?: ReadNumbers;
}

/** Positive and negative examples (or their weights) that have one score. */
export type Visit = (score: number, positives: number, negatives: number) => void;

/** Keys [fromHigh, fromLow] to [toHigh, toLow], both included. */
interface KeyRange {
  fromHigh: number;
  fromLow: number;
  toHigh: number;
  toLow: number;
}

const every: KeyRange = {fromHigh: 0, fromLow: 0, toHigh: 0xffffffff, toLow: 0xffffffff};

/** Scores up to this many are sorted at once. */
const smallestCapacity = 1 << 16;
/** Of more scores, this share. */
const share = 1 / 8;

const prefixBits = 16;
const prefixes = 1 << prefixBits;

/**
 * Visits the distinct scores from the largest to the smallest, equal ones together (also 0 and −0). Examples of
 * weight 0 are left out.
 *
 * The workspace is bounded: beyond 65,536 scores, an eighth of them is sorted at a time. Counts by the leading 16
 * bits of the scores tell which range of them makes the next chunk; where too many scores share these bits, the
 * next 16 bits are counted, so there are at most four counts on a path and O(n) work besides the sorting (radix
 * sort, O(n) too, on float32 and float64 alike).
 */
export function forEachThreshold(sides: ScoredSides, visit: Visit): void {
  const count = sides.sides.length;
  const capacity = Math.max(smallestCapacity, Math.ceil(count * share));
  new Descent(sides, Math.min(capacity, count), visit).descend(every, 0, count);
}

class Descent {
  readonly #of: ScoredSides;
  readonly #words: Uint32Array;
  readonly #double: boolean;
  readonly #capacity: number;
  readonly #chunk: SortedChunk;
  readonly #visit: Visit;

  constructor(of: ScoredSides, capacity: number, visit: Visit) {
    this.#of = of;
    this.#words = wordsOf(of.scores);
    this.#double = of.scores instanceof Float64Array;
    this.#capacity = capacity;
    this.#chunk = new SortedChunk(capacity, this.#double, of.weights !== undefined);
    this.#visit = visit;
  }

  /**
   * Visits the scores in a range of keys.
   * @param level how often 16 bits of the keys were fixed before
   * @param count at least how many examples have such scores
   */
  descend(range: KeyRange, level: number, count: number): void {
    if (count <= this.#capacity) this.#sortAndVisit(range);
    else if (level === (this.#double ? 4 : 2)) this.#visitOne(range);
    else {
      const counts = this.#countPrefixes(range, level);
      let last = prefixes - 1;
      let sum = 0;
      for (let prefix = prefixes - 1; prefix >= 0; prefix--) {
        const next = counts[prefix] as number;
        if (sum + next > this.#capacity && sum > 0) {
          this.#sortAndVisit(withPrefixes(range, level, prefix + 1, last));
          sum = 0;
        }
        if (sum === 0) last = prefix;
        if (next > this.#capacity) this.descend(withPrefixes(range, level, prefix, prefix), level + 1, next);
        else sum += next;
      }
      if (sum > 0) this.#sortAndVisit(withPrefixes(range, level, 0, last));
    }
  }

  #countPrefixes(range: KeyRange, level: number): Uint32Array {
    const counts = new Uint32Array(prefixes);
    const {offset, stride, sides, weights} = this.#of;
    const words = this.#words;
    const double = this.#double;
    const {fromHigh, fromLow, toHigh, toLow} = range;
    const shift = level % 2 === 0 ? prefixBits : 0;
    for (let i = 0, at = offset; i < sides.length; i++, at += stride) {
      const high = upperKey(words, double, at);
      if (high < fromHigh || high > toHigh) continue;
      let word = high;
      if (level >= 2) {
        word = lowerKey(words, at);
        // Both bounds have the same upper word here.
        if (word < fromLow || word > toLow) continue;
      }
      if (sides[i] === side.leftOut || weights?.[i] === 0) continue;
      const prefix = (word >>> shift) & (prefixes - 1);
      counts[prefix] = (counts[prefix] as number) + 1;
    }
    return counts;
  }

  #sortAndVisit(range: KeyRange): void {
    const {offset, stride, sides, weights, scores} = this.#of;
    const words = this.#words;
    const double = this.#double;
    const chunk = this.#chunk;
    const {high, low, signed} = chunk;
    // Floats are in the order of their keys, and quicker to compare.
    const [from, to] = boundsOf(range, double);
    let length = 0;
    for (let i = 0, at = offset; i < sides.length; i++, at += stride) {
      const score = scores[at] as number;
      if (score < from || score > to) continue;
      const own = sides[i];
      const weight = weights ? (weights[i] as number) : 1;
      if (own === side.leftOut || weight === 0) continue;
      high[length] = upperKey(words, double, at);
      if (double) low[length] = lowerKey(words, at);
      signed[length] = own === side.positive ? weight : -weight;
      length++;
    }
    if (length === 0) return;
    chunk.length = length;
    chunk.sort();
    this.#visitChunk();
  }

  #visitChunk(): void {
    const {high, low, signed, length} = this.#chunk;
    const double = this.#double;
    const visit = this.#visit;
    let positives = 0;
    let negatives = 0;
    for (let i = length - 1; i >= 0; i--) {
      const weight = signed[i] as number;
      if (weight > 0) positives += weight;
      else negatives -= weight;
      if (i > 0 && high[i] === high[i - 1] && (!double || low[i] === low[i - 1])) continue;
      visit(floatOf(double, high[i] as number, double ? (low[i] as number) : 0), positives, negatives);
      positives = 0;
      negatives = 0;
    }
  }

  /** Too many equal scores to sort them, and no need to. */
  #visitOne({fromHigh, fromLow}: KeyRange): void {
    const {offset, stride, sides, weights} = this.#of;
    const words = this.#words;
    const double = this.#double;
    let positives = 0;
    let negatives = 0;
    for (let i = 0, at = offset; i < sides.length; i++, at += stride) {
      if (upperKey(words, double, at) !== fromHigh || (double && lowerKey(words, at) !== fromLow)) continue;
      const weight = weights ? (weights[i] as number) : 1;
      if (sides[i] === side.positive) positives += weight;
      else if (sides[i] === side.negative) negatives += weight;
    }
    this.#visit(floatOf(double, fromHigh, fromLow), positives, negatives);
  }
}

/** The part of a range whose 16 bits number `level` are from `first` to `last`. */
function withPrefixes(range: KeyRange, level: number, first: number, last: number): KeyRange {
  const {fromHigh, fromLow} = range;
  const low = 0xffffffff;
  // Without >>> 0 the largest words would become negative.
  switch (level) {
    case 0:
      return {fromHigh: (first << 16) >>> 0, fromLow: 0, toHigh: ((last << 16) | 0xffff) >>> 0, toLow: low};
    case 1:
      return {fromHigh: (fromHigh | first) >>> 0, fromLow: 0, toHigh: (fromHigh | last) >>> 0, toLow: low};
    case 2:
      return {...range, fromLow: (first << 16) >>> 0, toLow: ((last << 16) | 0xffff) >>> 0};
    default:
      return {...range, fromLow: (fromLow | first) >>> 0, toLow: (fromLow | last) >>> 0};
  }
}

/** The least and the largest score of a range. */
function boundsOf({fromHigh, fromLow, toHigh, toLow}: KeyRange, double: boolean): [number, number] {
  const from = floatOf(double, fromHigh, fromLow);
  const to = floatOf(double, toHigh, toLow);
  // The ends of all keys are NaN; and the range of the key before 0's ends with −0, which has the key of 0.
  return [
    Number.isNaN(from) ? Number.NEGATIVE_INFINITY : from,
    Number.isNaN(to) ? Number.POSITIVE_INFINITY : Object.is(to, -0) ? -Number.MIN_VALUE : to,
  ];
}
