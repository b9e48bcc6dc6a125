import {BLOCK, squaredDistance, TILE} from '@isomargin/neighbours';
import type {Job, Progress} from '../job.js';
import {boxesOf, boxGap} from './boxes.js';
import {NearestLists} from './nearest-lists.js';
import {SCANS, type Search, stage} from './search.js';

/**
 * Fills the lists of queries that are references themselves. Each pair of rows is looked at once, for both of them: a
 * tile of references, as queries, against its own block and all later ones. A block is left out where its box is
 * farther from that of the tile than the k-th nearest of any row in them so far.
 */
export function* searchAmong({points, scanner, frame, lists, slots, ordered, blocks}: Search): Job<void> {
  const {columns, values} = points;
  const {bounds} = lists;
  const count = ordered.length;
  const tiles = boxesOf(points, ordered, TILE);
  const blockCount = Math.ceil(count / BLOCK);
  const tilesOfBlock = BLOCK / TILE;
  const tileCount = Math.ceil(count / TILE);
  const distanceOf = (row: number, other: number, bound: number): number =>
    squaredDistance(values, row * columns, values, other * columns, columns, bound);

  /** What each place must reach as a query; infinity where it is none. */
  const thresholds = new Float32Array(count).fill(Number.POSITIVE_INFINITY);
  const setThreshold = (place: number): void => {
    const row = ordered[place]!;
    const bound = bounds[slots[row]!]!;
    thresholds[place] = frame.threshold(frame.normOf(row), bound);
    scanner.setLimit(place, thresholds[place]!);
  };
  /** The farthest that a k-th nearest of some places still is; −1 where none of them is a query. */
  const farthestOf = (first: number, last: number): number => {
    let farthest = -1;
    for (let place = first; place < Math.min(last, count); ++place) {
      const slot = slots[ordered[place]!]!;
      if (slot >= 0 && bounds[slot]! > farthest) farthest = bounds[slot]!;
    }
    return farthest;
  };

  let done = 0;
  const total = Array.from({length: tileCount}, (_, t) => blockCount - Math.floor(t / tilesOfBlock)).reduce(
    (sum, pairs) => sum + pairs,
    0,
  );
  const report = (): Progress => ({stage, done, total});

  // k points within some distance are found first among the tile, so that the first scan lets little through.
  for (let first = 0; first < count; first += TILE) {
    const last = Math.min(first + TILE, count);
    const few = new NearestLists(last - first, lists.k);
    if (first % (TILE * SCANS) === 0) yield report();
    for (let i = first; i < last; ++i) {
      for (let j = i + 1; j < last; ++j) {
        const distance = distanceOf(ordered[i]!, ordered[j]!, Number.POSITIVE_INFINITY);
        few.offer(i - first, j, distance);
        few.offer(j - first, i, distance);
      }
      const slot = slots[ordered[i]!]!;
      if (slot < 0) continue;
      bounds[slot] = few.bounds[i - first]!;
      setThreshold(i);
    }
  }

  const offer = (place: number, other: number, distance: number): void => {
    const slot = slots[ordered[place]!]!;
    if (slot < 0 || distance > bounds[slot]!) return;
    const before = bounds[slot]!;
    lists.offer(slot, ordered[other]!, distance);
    if (bounds[slot]! < before) setThreshold(place);
  };
  let tile = 0;
  const found = (query: number, reference: number): void => {
    const place = tile * TILE + query;
    if (reference <= place) return;
    const slot = slots[ordered[place]!]!;
    const other = slots[ordered[reference]!]!;
    const bound = Math.max(slot >= 0 ? bounds[slot]! : -1, other >= 0 ? bounds[other]! : -1);
    const distance = distanceOf(ordered[place]!, ordered[reference]!, bound);
    offer(place, reference, distance);
    offer(reference, place, distance);
  };
  const takeTile = (): void => {
    scanner.thresholds.fill(Number.NaN);
    for (let i = 0; i < TILE && tile * TILE + i < count; ++i) {
      scanner.setQuery(i, frame.pointOf(ordered[tile * TILE + i]!));
    }
  };
  const scan = (block: number): void => {
    const first = tile * TILE;
    scanner.thresholds.set(thresholds.subarray(first, first + TILE));
    scanner.scan(block, found);
  };

  for (tile = 0; tile < tileCount; ++tile) {
    takeTile();
    scan(Math.floor(tile / tilesOfBlock));
    if (++done % SCANS === 0) yield report();
  }
  const farthest = Float64Array.from({length: blockCount}, (_, block) =>
    farthestOf(block * BLOCK, (block + 1) * BLOCK),
  );
  const gaps = new Float64Array(blockCount);
  for (tile = 0; tile < tileCount; ++tile) {
    const later = Int32Array.from({length: blockCount}, (_, block) => block).subarray(
      Math.floor(tile / tilesOfBlock) + 1,
    );
    for (const block of later) gaps[block] = boxGap(tiles, tile, blocks, block, columns);
    takeTile();
    for (const block of later.sort((a, b) => gaps[a]! - gaps[b]!)) {
      if (++done % SCANS === 0) yield report();
      const gap = gaps[block]!;
      if (gap > farthestOf(tile * TILE, (tile + 1) * TILE)) {
        if (gap > farthest[block]!) continue;
        // It may have come nearer since.
        farthest[block] = farthestOf(block * BLOCK, (block + 1) * BLOCK);
        if (gap > farthest[block]!) continue;
      }
      scan(block);
    }
    yield report();
  }
}
