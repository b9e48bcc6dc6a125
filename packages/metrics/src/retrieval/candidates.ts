import {
  BLOCK,
  type Frame,
  frameOf,
  type Points,
  type Scanner,
  scannerFor,
  squaredDistances,
  TILE,
} from '@isomargin/neighbours';
import {type Bounds, estimateBounds} from './bounds.js';
import {largest} from './select.js';
import {Shortlists} from './shortlists.js';

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

/** Receives the rows that are as near to a query as the one at its depth, in any order, and their squared distances. */
export type Consumer = (query: number, rows: Int32Array, squared: Float64Array) => void;

/** Galleries up to this size are measured row by row. */
const SMALL = 1024;
/** Rows that shortlists have room for at once, 8 bytes each, and as much again where they grow. */
const HELD = 16e6;

/**
 * Gives every query its nearest rows of the gallery, as many as it needs and those that are as near as the last of them.
 * Exact, by squared Euclidean distance in float64; no matrix of all distances is made.
 *
 * How far a query has to look is estimated from a sample; a scan shortlists the rows that may be as near, and looks less
 * far as soon as it has found enough. What is left is measured. Where the estimate was too small, or more rows may be near
 * than can be held, the query is measured against the whole gallery.
 *
 * @param held how many rows shortlists may have room for at once, about; a single query may have more
 */
export function eachNeighbourhood(search: Search, consume: Consumer, held: number = HELD): void {
  const {queries, gallery} = search;
  const plan = gallery > SMALL ? planOf(search) : undefined;
  const measurer = new Measurer(search, consume);
  for (let first = 0; first < queries.length; ) {
    const end = plan ? endOfBatch(plan, first, held) : queries.length;
    const scan = plan && new Scan(search, plan, first, end, 2 * held);
    scan?.run();
    for (let query = first; query < end; query++) {
      if (!scan || !measurer.measureListed(scan, query)) measurer.measureAll(query);
    }
    first = end;
  }
}

/** How to scan the gallery. */
interface Plan extends Bounds {
  frame: Frame;
  scanner: Scanner;
  /** |q|² of each query in the frame. */
  norms: Float64Array;
  /** How many rows each query's list has room for at first. */
  rooms: Int32Array;
}

/** Nothing where the scan cannot be had. */
function planOf(search: Search): Plan | undefined {
  const {points, queries, gallery, depths} = search;
  const references = Int32Array.from({length: gallery}, (_, row) => row);
  const frame = frameOf(points, references, queries);
  const norms = Float64Array.from(queries, frame.normOf);
  const bounds = estimateBounds(search, frame, norms);
  const scanner = bounds && scannerFor(gallery, points.columns, bounds.precision);
  if (!scanner) return undefined;
  for (const row of references) scanner.setReference(row, frame.pointOf(row));
  // Lists are cut when they are full: little is gained by room for all that is expected.
  const rooms = Int32Array.from(bounds.expected, (expected, query) =>
    expected === 0 ? 0 : Math.ceil(Math.min(1.1 * expected, 2 * depths[query]!)) + 32,
  );
  return {...bounds, frame, scanner, norms, rooms};
}

/** Where the queries end whose lists can be held together with that of `first`. */
function endOfBatch({rooms}: Plan, first: number, held: number): number {
  let end = first;
  let sum = 0;
  while (end < rooms.length && (end === first || sum + rooms[end]! <= held)) sum += rooms[end++]!;
  return end;
}

/** Shortlists for the queries from `first` to `end`, exclusive. */
class Scan {
  private readonly lists: Shortlists;
  /** The score that a row must reach to be listed; infinite for queries that do not look. */
  private readonly thresholds: Float32Array;
  /** The squared distances within which everything is listed; −1 for queries that do not look. */
  private readonly bounds: Float64Array;
  /** Whether rows of the gallery find queries, too: the queries are the gallery, and every pair is multiplied once. */
  private readonly pairs: boolean;
  /** The first query of the tile. */
  private tile = 0;

  constructor(
    private readonly search: Search,
    private readonly plan: Plan,
    private readonly first: number,
    private readonly end: number,
    most: number,
  ) {
    const {queries, gallery} = search;
    this.lists = new Shortlists(plan.rooms.subarray(first, end), most);
    this.bounds = plan.squared.slice(first, end);
    this.thresholds = Float32Array.from(this.bounds, (bound, i) =>
      bound < 0 ? Number.POSITIVE_INFINITY : this.thresholdOf(first + i, bound),
    );
    // Then they are its rows in their order.
    this.pairs = end - first === gallery && queries.length === gallery && queries[0] === 0;
  }

  run(): void {
    const {gallery, selfMatches} = this.search;
    const {scanner, frame, norms} = this.plan;
    if (this.bounds.every((bound) => bound < 0)) return;
    if (this.pairs) {
      for (const [row, threshold] of this.thresholds.entries()) {
        scanner.setLimit(row, threshold);
        if (selfMatches && threshold < Number.POSITIVE_INFINITY) this.offer(row, row, norms[row]! / 2);
      }
    }
    for (this.tile = this.first; this.tile < this.end; this.tile += TILE) {
      const count = Math.min(TILE, this.end - this.tile);
      scanner.thresholds.fill(Number.NaN);
      for (let i = 0; i < count; i++) {
        scanner.setQuery(i, frame.pointOf(this.search.queries[this.tile + i]!));
        scanner.thresholds[i] = this.thresholds[this.tile + i - this.first]!;
      }
      const found = this.pairs ? this.foundPair : this.foundRow;
      for (let block = this.pairs ? Math.floor(this.tile / BLOCK) : 0; block * BLOCK < gallery; block++)
        scanner.scan(block, found);
    }
  }

  private readonly foundRow = (place: number, row: number, score: number): void => {
    const query = this.tile + place;
    if (row !== this.search.queries[query] || this.search.selfMatches) this.offer(query, row, score);
  };

  private readonly foundPair = (place: number, row: number, score: number): void => {
    const query = this.tile + place;
    if (row <= query) return;
    const {norms} = this.plan;
    this.offer(query, row, score);
    this.offer(row, query, score + (norms[row]! - norms[query]!) / 2);
  };

  private offer(query: number, row: number, score: number): void {
    const place = query - this.first;
    if (score < this.thresholds[place]! || !this.lists.add(place, row, score)) return;
    // As many as are needed have been found within this distance.
    const enough = this.boundOf(query, this.lists.scoreAt(place, this.search.depths[query]!)!);
    this.bounds[place] = Math.min(this.bounds[place]!, enough);
    this.thresholds[place] = this.thresholdOf(query, this.bounds[place]!);
    if (!this.lists.cut(place, this.thresholds[place]!)) {
      this.bounds[place] = -1;
      this.thresholds[place] = Number.POSITIVE_INFINITY;
    }
    const {scanner} = this.plan;
    if (this.pairs) scanner.setLimit(query, this.thresholds[place]!);
    const inTile = query - this.tile;
    if (inTile >= 0 && inTile < TILE) scanner.thresholds[inTile] = this.thresholds[place]!;
  }

  /** The score that every row within a squared distance reaches. */
  private thresholdOf(query: number, squared: number): number {
    const {frame, norms, scanner} = this.plan;
    return frame.threshold(norms[query]!, squared) - scanner.error;
  }

  /** A squared distance that every row with this score is within. */
  private boundOf(query: number, score: number): number {
    const {frame, norms, scanner} = this.plan;
    return frame.squaredOf(norms[query]!, score - scanner.error);
  }

  /**
   * Writes what may be among the nearest of a query; nothing where too little is known.
   *
   * @returns how many rows were written, and the squared distance within which they are all
   */
  listOf(query: number, rows: Int32Array): {count: number; bound: number} | undefined {
    const place = query - this.first;
    const bound = this.bounds[place]!;
    if (bound < 0) return undefined;
    const score = this.lists.scoreAt(place, this.search.depths[query]!);
    if (score === undefined) return undefined;
    const least = this.thresholdOf(query, Math.min(bound, this.boundOf(query, score)));
    return {count: this.lists.rowsFrom(place, least, rows), bound};
  }
}

/** Measures rows, with the same memory for all queries. */
class Measurer {
  private readonly rows: Int32Array;
  private readonly squared: Float64Array;
  private readonly scratch: Float64Array;

  constructor(
    private readonly search: Search,
    private readonly consume: Consumer,
  ) {
    this.rows = new Int32Array(search.gallery);
    this.squared = new Float64Array(search.gallery);
    this.scratch = new Float64Array(search.gallery);
  }

  /** Measures a query against the whole gallery. */
  measureAll(query: number): void {
    const {points, queries, gallery, selfMatches, depths} = this.search;
    const own = queries[query]!;
    let count = 0;
    for (let row = 0; row < gallery; row++) if (row !== own || selfMatches) this.rows[count++] = row;
    squaredDistances(points, own * points.columns, this.rows, count, this.squared);
    this.give(query, count, this.farthest(count, depths[query]!));
  }

  /** Measures a query against its list; false where the list turns out to be too short. */
  measureListed(scan: Scan, query: number): boolean {
    const list = scan.listOf(query, this.rows);
    if (!list) return false;
    const {points, queries, depths} = this.search;
    const {count, bound} = list;
    const depth = depths[query]!;
    if (count < depth) return false;
    squaredDistances(points, queries[query]! * points.columns, this.rows, count, this.squared);
    const farthest = this.farthest(count, depth);
    if (farthest > bound) return false;
    this.give(query, count, farthest);
    return true;
  }

  /** The depth-th smallest of the distances. */
  private farthest(count: number, depth: number): number {
    for (let i = 0; i < count; i++) this.scratch[i] = this.squared[i]!;
    return largest(this.scratch, count, count - depth + 1);
  }

  /** Gives a query what is as near as the farthest that it needs. */
  private give(query: number, count: number, farthest: number): void {
    let to = 0;
    for (let from = 0; from < count; from++) {
      if (this.squared[from]! > farthest) continue;
      this.rows[to] = this.rows[from]!;
      this.squared[to++] = this.squared[from]!;
    }
    this.consume(query, this.rows.subarray(0, to), this.squared.subarray(0, to));
  }
}
