import {scanModule} from './scan-module.js';

/** References of one block, a multiple of 8; the scan has 8 bits for their groups of 8. */
export const BLOCK = 256;
/** Queries of one tile. */
export const TILE = 32;

const PAGE = 65536;

/** Finds, in float32, which references may be near enough to which queries. */
export interface Scanner {
  /** All references in their order, [groups of 8][columns][8]; what is beyond the last is never found. */
  setReference(place: number, point: Float32Array): void;
  /** One query of the tile. */
  setQuery(place: number, point: Float32Array): void;
  /** q·r − |r|²/2 from which on a reference is found by a query; NaN finds nothing. */
  readonly thresholds: Float32Array;
  /** q·r − |q|²/2 from which on a reference finds a query, after `setReference`: a pair is found where either does. */
  setLimit(place: number, threshold: number): void;
  /**
   * Calls back for every query and reference of a block whose q·r − |r|²/2 reaches the query's threshold.
   *
   * @param block the references from `block * BLOCK` on
   */
  scan(block: number, found: (query: number, reference: number) => void): void;
  /**
   * q·r − |r|²/2 of the tile's queries and the references of a block, [TILE][BLOCK]; NaN for no reference. Valid until
   * the next call.
   */
  score(block: number): Float32Array;
}

/** A scanner for so many references, or nothing where there is no WebAssembly with SIMD, or not enough memory. */
export function scannerFor(references: number, columns: number): Scanner | undefined {
  const groups = Math.ceil(references / 8);
  const sizes = {
    references: groups * columns * 32,
    norms: groups * 32,
    limits: groups * 32,
    queries: TILE * columns * 4,
    thresholds: TILE * 4,
    halves: TILE * 4,
    out: (TILE * BLOCK) / 2,
    scores: TILE * BLOCK * 4,
  };
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  let exports: ScanExports;
  try {
    const bytes = Uint8Array.from(atob(scanModule), (character) => character.charCodeAt(0));
    exports = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as ScanExports;
    exports.memory.grow(Math.ceil(total / PAGE));
  } catch {
    return undefined;
  }
  const {memory, scan, score} = exports;
  let at = 0;
  const starts = Object.fromEntries(
    Object.entries(sizes).map(([name, size]) => {
      at += size;
      return [name, at - size];
    }),
  ) as Record<keyof typeof sizes, number>;
  const view = (name: keyof typeof sizes): Float32Array =>
    new Float32Array(memory.buffer, starts[name], sizes[name] / 4);
  const packed = view('references');
  const norms = view('norms').fill(Number.NaN);
  const limits = view('limits').fill(Number.POSITIVE_INFINITY);
  const queries = view('queries');
  const halves = view('halves');
  const scores = view('scores');
  const out = new Int32Array(memory.buffer, starts.out, sizes.out / 4);
  return {
    thresholds: view('thresholds').fill(Number.NaN),
    setReference(place, point) {
      const first = (place >> 3) * columns * 8 + (place & 7);
      let square = 0;
      for (let j = 0; j < columns; ++j) {
        packed[first + j * 8] = point[j]!;
        square += point[j]! * point[j]!;
      }
      norms[place] = square / 2;
    },
    setQuery(place, point) {
      const first = (place >> 2) * columns * 4 + (place & 3);
      let square = 0;
      for (let j = 0; j < columns; ++j) {
        queries[first + j * 4] = point[j]!;
        square += point[j]! * point[j]!;
      }
      halves[place] = square / 2;
    },
    setLimit(place, threshold) {
      limits[place] = threshold - norms[place]!;
    },
    scan(block, found) {
      const firstGroup = (block * BLOCK) / 8;
      const count = scan(
        starts.references + firstGroup * columns * 32,
        starts.norms + firstGroup * 32,
        Math.min(BLOCK / 8, groups - firstGroup),
        starts.queries,
        starts.thresholds,
        starts.halves,
        starts.limits + firstGroup * 32,
        TILE / 4,
        columns,
        starts.out,
      );
      for (let i = 0; i < count; ++i) {
        const query = out[i]! >> 16;
        const reference = block * BLOCK + ((out[i]! >> 8) & 0xff) * 8;
        for (let lane = 0; lane < 8; ++lane) if ((out[i]! >> lane) & 1) found(query, reference + lane);
      }
    },
    score(block) {
      const firstGroup = (block * BLOCK) / 8;
      const found = Math.min(BLOCK / 8, groups - firstGroup);
      if (found < BLOCK / 8) scores.fill(Number.NaN);
      score(
        starts.references + firstGroup * columns * 32,
        starts.norms + firstGroup * 32,
        found,
        starts.queries,
        TILE / 4,
        columns,
        starts.scores,
        BLOCK * 4,
      );
      return scores;
    },
  };
}

interface ScanExports {
  readonly memory: WebAssembly.Memory;
  scan(
    references: number,
    norms: number,
    groups: number,
    queries: number,
    thresholds: number,
    halves: number,
    limits: number,
    fours: number,
    columns: number,
    out: number,
  ): number;
  score(
    references: number,
    norms: number,
    groups: number,
    queries: number,
    fours: number,
    columns: number,
    out: number,
    stride: number,
  ): void;
}
