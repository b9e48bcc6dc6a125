import {
  BLOCK,
  type Frame,
  frameOf,
  type Points,
  type Scanner,
  scannerFor,
  squaredDistance,
  TILE,
} from '@isomargin/neighbours';
import {CandidateLog, type Candidates} from './candidate-log.js';

/** What is to be searched for what. */
export interface Search {
  points: Points;
  /** Rows of `points` that ask. */
  queries: Int32Array;
  /** The gallery: the rows of `points` from 0 to this one, exclusive. */
  gallery: number;
  /** Whether a row finds itself. */
  selfMatches: boolean;
  /** How many rows each query must be given at least, of those that it can find. */
  depths: Int32Array;
}

/** Receives the rows within some distance of a query, in any order, at least `depths[query]`, and their distances. */
export type Consumer = (query: number, rows: Int32Array, squared: Float64Array) => void;

/** Galleries up to this size are measured row by row. */
const SMALL = 1024;
/** References from which the distance of the farthest row that is needed is estimated. */
const SAMPLE = 4096;
/** Candidates that are held at once: 16 bytes each, twice. */
const HELD = 6e6;

/**
 * Gives every query all rows of the gallery within some distance that holds as many as it needs. Exact, by squared
 * Euclidean distance in float64; no matrix of all distances is made.
 *
 * That distance is estimated from a sample; rows that float32 rules out by it are never measured. Where the estimate was
 * too small, the query is measured against the whole gallery.
 *
 * @param held how many candidates may be held at once, about; a single query may have more
 */
export function eachNeighbourhood(search: Search, consume: Consumer, held: number = HELD): void {
  const {queries, gallery, depths} = search;
  const scan = gallery > SMALL ? scanOf(search) : undefined;
  const measureAll = measurer(search, consume);
  for (let first = 0; first < queries.length; ) {
    const end = scan ? endOfBatch(scan, first, held) : queries.length;
    const found = scan && scanBatch(search, scan, first, end);
    for (let query = first; query < end; query++) {
      const from = found ? found.starts[query - first]! : 0;
      const to = found ? found.starts[query - first + 1]! : 0;
      if (found && to - from >= depths[query]!)
        consume(query, found.rows.subarray(from, to), found.squared.subarray(from, to));
      else measureAll(query);
    }
    first = end;
  }
}

/** Where the queries end whose candidates can be held together with those of `first`. */
function endOfBatch({expected}: Scan, first: number, held: number): number {
  let end = first;
  let sum = 0;
  while (end < expected.length && (end === first || sum + expected[end]! <= held)) sum += expected[end++]!;
  return end;
}

function scanBatch(search: Search, scan: Scan, first: number, end: number): Candidates {
  const expected = scan.expected.subarray(first, end).reduce((sum, count) => sum + count, 0);
  const log = new CandidateLog(end - first, expected);
  if (expected === 0) return log.sorted();
  const {queries, gallery} = search;
  // Where all queries are the whole gallery, row by row.
  if (end - first === gallery && queries[0] === 0 && queries.length === gallery) scanPairs(search, scan, log);
  else scanTiles(search, scan, first, end, log);
  return log.sorted();
}

/** Measures a query against the whole gallery, with the same memory for all queries. */
function measurer(
  {points, queries, gallery, selfMatches}: Search,
  consume: Consumer,
): (query: number) => void {
  const {values, columns} = points;
  const rows = new Int32Array(gallery);
  const squared = new Float64Array(gallery);
  return (query) => {
    const own = queries[query]!;
    let count = 0;
    for (let row = 0; row < gallery; row++) {
      if (row === own && !selfMatches) continue;
      rows[count] = row;
      squared[count++] = squaredDistance(values, own * columns, values, row * columns, columns);
    }
    consume(query, rows.subarray(0, count), squared.subarray(0, count));
  };
}

/** How to scan the gallery. */
interface Scan {
  frame: Frame;
  scanner: Scanner;
  /** The squared distance within which each query looks; −1 where it needs most of the gallery and does not look. */
  bounds: Float64Array;
  /** How many rows are expected there. */
  expected: Float64Array;
  /** |q|² of each query in the frame. */
  norms: Float64Array;
}

/** Nothing where the scan cannot be had. */
function scanOf(search: Search): Scan | undefined {
  const {points, queries, gallery} = search;
  const scanner = scannerFor(gallery, points.columns);
  const sampleSize = Math.min(SAMPLE, gallery);
  const sampler = scannerFor(sampleSize, points.columns);
  if (!scanner || !sampler) return undefined;
  const references = Int32Array.from({length: gallery}, (_, row) => row);
  const frame = frameOf(points, references, queries);
  for (const row of references) scanner.setReference(row, frame.pointOf(row));
  for (const [place, row] of sampleOf(references, sampleSize).entries())
    sampler.setReference(place, frame.pointOf(row));
  const norms = Float64Array.from(queries, frame.normOf);
  const estimates = estimateBounds(search, frame, sampler, sampleSize, norms);
  return {frame, scanner, norms, ...estimates};
}

/** Rows drawn without repetition by a fixed generator, so that the order of the gallery does not show in the sample. */
function sampleOf(rows: Int32Array, size: number): Int32Array {
  const shuffled = rows.slice();
  let state = 1;
  for (let i = 0; i < size; i++) {
    state = (state * 48271) % 2147483647;
    const other = i + (state % (rows.length - i));
    const row = shuffled[i]!;
    shuffled[i] = shuffled[other]!;
    shuffled[other] = row;
  }
  return shuffled.subarray(0, size);
}

function estimateBounds(
  {queries, gallery, depths}: Search,
  frame: Frame,
  sampler: Scanner,
  sampleSize: number,
  norms: Float64Array,
): Pick<Scan, 'bounds' | 'expected'> {
  const bounds = new Float64Array(queries.length);
  const expected = new Float64Array(queries.length);
  const blocks = Math.ceil(sampleSize / BLOCK);
  const scores = Array.from({length: TILE}, () => new Float32Array(blocks * BLOCK));
  for (let first = 0; first < queries.length; first += TILE) {
    const tile = queries.subarray(first, first + TILE);
    for (const [i, row] of tile.entries()) sampler.setQuery(i, frame.pointOf(row));
    for (let block = 0; block < blocks; block++) {
      const found = sampler.score(block);
      for (let i = 0; i < tile.length; i++)
        scores[i]!.set(found.subarray(i * BLOCK, (i + 1) * BLOCK), block * BLOCK);
    }
    for (let i = 0; i < tile.length; i++) {
      const query = first + i;
      // So many of the sample are expected among the rows that are needed, and three standard deviations more.
      const share = (depths[query]! / gallery) * sampleSize;
      const rank = Math.ceil(share + 3 * Math.sqrt(share) + 1);
      const whole = rank > sampleSize / 2;
      const score = whole ? 0 : largest(scores[i]!.subarray(0, sampleSize), rank);
      bounds[query] = whole ? -1 : frame.squaredOf(norms[query]!, score);
      expected[query] = whole ? 0 : (rank / sampleSize) * gallery;
    }
  }
  return {bounds, expected};
}

/** The rank-th largest value, by quickselect; reorders the values. */
function largest(values: Float32Array, rank: number): number {
  const place = values.length - rank;
  let left = 0;
  let right = values.length - 1;
  while (left < right) {
    const pivot = values[(left + right) >> 1]!;
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i <= j) {
        const value = values[i]!;
        values[i++] = values[j]!;
        values[j--] = value;
      }
    }
    if (place <= j) right = j;
    else if (place >= i) left = i;
    else break;
  }
  return values[place]!;
}

function setTile(
  {frame, scanner, norms, bounds}: Scan,
  queries: Int32Array,
  start: number,
  count: number,
): void {
  scanner.thresholds.fill(Number.NaN);
  for (let i = 0; i < count; i++) {
    const query = start + i;
    scanner.setQuery(i, frame.pointOf(queries[query]!));
    if (bounds[query]! >= 0) scanner.thresholds[i] = frame.threshold(norms[query]!, bounds[query]!);
  }
}

/** Every query against the gallery. */
function scanTiles(
  {points, queries, gallery, selfMatches}: Search,
  scan: Scan,
  first: number,
  end: number,
  log: CandidateLog,
): void {
  const {values, columns} = points;
  const {bounds} = scan;
  for (let start = first; start < end; start += TILE) {
    const count = Math.min(TILE, end - start);
    setTile(scan, queries, start, count);
    const offer = (place: number, row: number): void => {
      const query = start + place;
      const own = queries[query]!;
      if (own === row && !selfMatches) return;
      const bound = bounds[query]!;
      const squared = squaredDistance(values, own * columns, values, row * columns, columns, bound);
      if (squared <= bound) log.add(query - first, row, squared);
    };
    for (let block = 0; block * BLOCK < gallery; block++) scan.scanner.scan(block, offer);
  }
}

/** The same where the queries are the gallery, and every pair is multiplied only once. */
function scanPairs({points, queries, gallery, selfMatches}: Search, scan: Scan, log: CandidateLog): void {
  const {values, columns} = points;
  const {bounds, frame, scanner, norms} = scan;
  for (let row = 0; row < gallery; row++) {
    if (bounds[row]! < 0) continue;
    scanner.setLimit(row, frame.threshold(norms[row]!, bounds[row]!));
    if (selfMatches) log.add(row, row, 0);
  }
  for (let start = 0; start < gallery; start += TILE) {
    setTile(scan, queries, start, Math.min(TILE, gallery - start));
    const offer = (place: number, row: number): void => {
      const query = start + place;
      if (row <= query) return;
      const ownBound = bounds[query]!;
      const otherBound = bounds[row]!;
      const bound = Math.max(ownBound, otherBound);
      const squared = squaredDistance(values, query * columns, values, row * columns, columns, bound);
      if (squared <= ownBound) log.add(query, row, squared);
      if (squared <= otherBound) log.add(row, query, squared);
    };
    for (let block = Math.floor(start / BLOCK); block * BLOCK < gallery; block++) scanner.scan(block, offer);
  }
}
