import {BLOCK, type Frame, type Precision, type Scanner, scannerFor, TILE} from '@isomargin/neighbours';
import type {Search} from './candidates.js';
import {largest} from './select.js';

/** Rows from which it is estimated how far the farthest row is that a query needs. */
const SAMPLE = 2048;
/** Tiles of queries that tell whether int16 will do. */
const PILOTS = 4;

/** Within which distance queries look. */
export interface Bounds {
  precision: Precision;
  /** A squared distance for each query; −1 where it needs most of the gallery and does not look. */
  squared: Float64Array;
  /** How many rows are expected there. */
  expected: Float64Array;
}

/**
 * Estimates how far each query has to look. Nothing where there is no scanner.
 *
 * @param norms |q|² of each query in the frame
 */
export function estimateBounds(search: Search, frame: Frame, norms: Float64Array): Bounds | undefined {
  const {queries, gallery, depths, points} = search;
  const rows = sampleOf(gallery, Math.min(SAMPLE, gallery));
  const samplerOf = (precision: Precision): Scanner | undefined => {
    const sampler = scannerFor(rows.length, points.columns, precision);
    for (const [place, row] of rows.entries()) sampler?.setReference(place, frame.pointOf(row));
    return sampler;
  };
  const ranks = Int32Array.from(depths, (depth) => rankOf(depth, gallery, rows.length));
  const sampled: Sampled = {frame, norms, queries, ranks, size: rows.length};
  let precision: Precision = 'int16';
  let sampler = samplerOf(precision);
  if (sampler && !tellsApart(sampled, sampler)) {
    precision = 'float32';
    sampler = samplerOf(precision);
  }
  if (!sampler) return undefined;
  const squared = boundsOf(sampled, sampler);
  return {precision, squared, expected: Float64Array.from(ranks, (rank) => (rank / rows.length) * gallery)};
}

/** Queries and a sample of the gallery. */
interface Sampled {
  frame: Frame;
  norms: Float64Array;
  queries: Int32Array;
  /** The rank in the sample to look as far as; 0 for a query that does not look. */
  ranks: Int32Array;
  size: number;
}

/** Rows drawn without repetition by a fixed generator, so that the order of the gallery does not show in the sample. */
function sampleOf(gallery: number, size: number): Int32Array {
  const rows = Int32Array.from({length: gallery}, (_, row) => row);
  let state = 1;
  for (let i = 0; i < size; i++) {
    state = (state * 48271) % 2147483647;
    const other = i + (state % (gallery - i));
    const row = rows[i]!;
    rows[i] = rows[other]!;
    rows[other] = row;
  }
  return rows.slice(0, size);
}

/** So many of a sample are expected among the rows that are needed, and four standard deviations more. */
function rankOf(depth: number, gallery: number, size: number): number {
  const share = (depth / gallery) * size;
  const rank = Math.ceil(share + 4 * Math.sqrt(share) + 1);
  return rank > size / 2 ? 0 : rank;
}

function setTile({frame, queries}: Sampled, sampler: Scanner, first: number): number {
  const count = Math.min(TILE, queries.length - first);
  for (let i = 0; i < count; i++) sampler.setQuery(i, frame.pointOf(queries[first + i]!));
  return count;
}

/** Whether the error of a sampler lets little more through than what is looked for. */
function tellsApart(sampled: Sampled, sampler: Scanner): boolean {
  const {frame, norms, queries, ranks, size} = sampled;
  const tiles = Math.ceil(queries.length / TILE);
  let wanted = 0;
  let through = 0;
  const scores = new Float32Array(TILE * size);
  for (let pilot = 0; pilot < Math.min(PILOTS, tiles); pilot++) {
    const first = Math.floor((pilot * tiles) / Math.min(PILOTS, tiles)) * TILE;
    const count = setTile(sampled, sampler, first);
    for (let block = 0; block * BLOCK < size; block++) {
      const found = sampler.score(block);
      const width = Math.min(BLOCK, size - block * BLOCK);
      for (let i = 0; i < count; i++)
        scores.set(found.subarray(i * BLOCK, i * BLOCK + width), i * size + block * BLOCK);
    }
    for (let i = 0; i < count; i++) {
      const rank = ranks[first + i]!;
      if (rank === 0) continue;
      const own = scores.subarray(i * size, (i + 1) * size);
      const squared = frame.squaredOf(norms[first + i]!, largest(own, size, rank) - sampler.error);
      const least = frame.threshold(norms[first + i]!, squared) - sampler.error;
      wanted += rank;
      for (const score of own) if (score >= least) through++;
    }
  }
  return through <= 1.5 * wanted;
}

function boundsOf(sampled: Sampled, sampler: Scanner): Float64Array {
  const {frame, norms, queries, ranks, size} = sampled;
  const bounds = new Float64Array(queries.length).fill(-1);
  const deepest = ranks.reduce((a, b) => Math.max(a, b), 0);
  if (deepest === 0) return bounds;
  const room = 2 * deepest;
  const scores = Array.from({length: TILE}, () => new Float32Array(room));
  const used = new Int32Array(TILE);
  let first = 0;
  /** Leaves the best of a query's scores, as many as its rank, and returns the least of them. */
  const cut = (place: number): number => {
    const rank = ranks[first + place]!;
    const own = scores[place]!;
    const count = used[place]!;
    const least = largest(own, count, rank);
    own.copyWithin(0, count - rank, count);
    used[place] = rank;
    return least;
  };
  const found = (place: number, _: number, score: number): void => {
    if (score < sampler.thresholds[place]!) return;
    scores[place]![used[place]!++] = score;
    if (used[place] === 2 * ranks[first + place]!) sampler.thresholds[place] = cut(place);
  };
  for (; first < queries.length; first += TILE) {
    const count = setTile(sampled, sampler, first);
    used.fill(0);
    sampler.thresholds.fill(Number.NaN);
    for (let i = 0; i < count; i++)
      if (ranks[first + i]! > 0) sampler.thresholds[i] = Number.NEGATIVE_INFINITY;
    for (let block = 0; block * BLOCK < size; block++) sampler.scan(block, found);
    for (let i = 0; i < count; i++) {
      if (ranks[first + i] === 0) continue;
      bounds[first + i] = frame.squaredOf(norms[first + i]!, cut(i) - sampler.error);
    }
  }
  return bounds;
}
