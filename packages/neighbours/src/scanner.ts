import {scanModule} from './scan-module.js';

/** References of one block, a multiple of 8; the scan has 8 bits for their groups of 8. */
export const BLOCK = 256;
/** Queries of one tile. */
export const TILE = 32;

const PAGE = 65536;
/** What 1 is in int16. */
const INT16 = 32767;
/** What 1 of a sum of products in int16 is. */
const UNIT = 1 / INT16 ** 2;
/** The most that a point may be long; one at the edge of the unit ball may leave it by its rounding to float32. */
const LONGEST = 1 + 2 ** -20;

/** The numbers that are multiplied: int16 takes about half the time and memory of float32, and errs more. */
export type Precision = 'float32' | 'int16';

/** Finds by approximate numbers which references may be near enough to which queries. */
export interface Scanner {
  /**
   * The score of two points is q·r − |r|²/2. Scores differ by less than this from those in float32, which `Frame` leaves
   * room for: 0 with float32.
   */
  readonly error: number;
  /** All references in their order; what is beyond the last is never found. */
  setReference(place: number, point: Float32Array): void;
  /** One query of the tile. */
  setQuery(place: number, point: Float32Array): void;
  /** The score from which on a reference is found by a query; NaN where there is no query. */
  readonly thresholds: Float32Array;
  /**
   * The score q·r − |q|²/2 from which on a reference finds a query, after `setReference`: a pair is found where either
   * does. Infinite thresholds leave it to the other.
   */
  setLimit(place: number, threshold: number): void;
  /**
   * Calls back for every query and reference of a block whose score reaches the query's threshold or the reference's limit.
   *
   * @param block the references from `block * BLOCK` on
   */
  scan(block: number, found: (query: number, reference: number, score: number) => void): void;
  /**
   * The scores of the tile's queries and the references of a block, [TILE][BLOCK]; NaN for no reference. Valid until
   * the next call.
   */
  score(block: number): Float32Array;
}

/**
 * A scanner for so many references, or nothing where there is no WebAssembly with SIMD, or not enough memory.
 *
 * @param precision 'int16' needs points in the unit ball, as `Frame` makes them; others are a RangeError
 */
export function scannerFor(
  references: number,
  columns: number,
  precision: Precision = 'float32',
): Scanner | undefined {
  const groups = Math.ceil(references / 8);
  /** Entries that are multiplied in one step, in 4 bytes. */
  const entries = precision === 'int16' ? 2 : 1;
  const steps = Math.ceil(columns / entries);
  const sizes = {
    references: groups * steps * 32,
    norms: groups * 32,
    limits: groups * 32,
    queries: TILE * steps * 4,
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
  const {memory} = exports;
  const [scan, score] =
    precision === 'int16'
      ? [exports.scanInt16, exports.scoreInt16]
      : [exports.scanFloat32, exports.scoreFloat32];
  let at = 0;
  const starts = Object.fromEntries(
    Object.entries(sizes).map(([name, size]) => {
      at += size;
      return [name, at - size];
    }),
  ) as Record<keyof typeof sizes, number>;
  const view = (name: keyof typeof sizes): Float32Array =>
    new Float32Array(memory.buffer, starts[name], sizes[name] / 4);
  const norms = view('norms').fill(Number.NaN);
  const limits = view('limits').fill(Number.POSITIVE_INFINITY);
  const halves = view('halves');
  const scores = view('scores');
  const out = new Int32Array(memory.buffer, starts.out, sizes.out / 4);

  /** Writes a point among `lanes` that lie side by side, [steps][lanes][entries], and returns half of its square. */
  function packer(
    name: 'references' | 'queries',
    lanes: number,
  ): (place: number, point: Float32Array) => number {
    const packed =
      precision === 'int16' ? new Int16Array(memory.buffer, starts[name], sizes[name] / 2) : view(name);
    const unit = precision === 'int16' ? INT16 : 1;
    return (place, point) => {
      const lane = place % lanes;
      const first = ((place - lane) * steps + lane) * entries;
      let square = 0;
      for (let j = 0; j < columns; ++j) {
        const value = point[j]!;
        const to = first + (j - (j % entries)) * lanes + (j % entries);
        packed[to] = precision === 'int16' ? Math.round(value * unit) : value;
        square += value * value;
      }
      if (precision === 'int16' && !(square <= LONGEST ** 2))
        throw new RangeError(`point is ${Math.sqrt(square)} long: int16 needs points in the unit ball`);
      return square / 2;
    };
  }
  const packReference = packer('references', 8);
  const packQuery = packer('queries', 4);

  /** What both loops take first. */
  const blockAt = (block: number): [number, number, number, number, number, number] => {
    const group = (block * BLOCK) / 8;
    const count = Math.min(BLOCK / 8, groups - group);
    return [
      starts.references + group * steps * 32,
      starts.norms + group * 32,
      count,
      starts.queries,
      TILE / 4,
      steps,
    ];
  };

  return {
    error: precision === 'int16' ? roundingError(columns) : 0,
    thresholds: view('thresholds').fill(Number.NaN),
    setReference(place, point) {
      norms[place] = packReference(place, point);
    },
    setQuery(place, point) {
      halves[place] = packQuery(place, point);
    },
    setLimit(place, threshold) {
      limits[place] = threshold - norms[place]!;
    },
    scan(block, found) {
      const {thresholds, halves: squares, limits: owns, out: to} = starts;
      const limitsAt = owns + block * BLOCK * 4;
      const count = scan(...blockAt(block), starts.scores, UNIT, thresholds, squares, limitsAt, to);
      for (let i = 0; i < count; ++i) {
        const word = out[i]!;
        const group = word >> 16;
        const query = (word >> 8) & 0xff;
        const at = (group * TILE + query) * 8;
        for (let lane = 0; lane < 8; ++lane) {
          if ((word >> lane) & 1) found(query, block * BLOCK + group * 8 + lane, scores[at + lane]!);
        }
      }
    },
    score(block) {
      if ((block + 1) * BLOCK > groups * 8) scores.fill(Number.NaN);
      score(...blockAt(block), starts.scores, BLOCK * 4, UNIT);
      return scores;
    },
  };
}

/**
 * How far q·r of two points in the unit ball may be from that of their int16 numbers. Rounding moves an entry by at most
 * half a step, and so a point by at most √columns/2 steps; |q·r − q'·r'| <= |q| |r − r'| + |r| |q − q'| + |q − q'| |r − r'|.
 * By the Cauchy–Schwarz inequality no sum of the products leaves 32 bits.
 */
function roundingError(columns: number): number {
  const moved = Math.sqrt(columns) / 2 / INT16;
  return 2 * LONGEST * moved + moved * moved;
}

interface ScanExports {
  readonly memory: WebAssembly.Memory;
  readonly scoreFloat32: Score;
  readonly scoreInt16: Score;
  readonly scanFloat32: Scan;
  readonly scanInt16: Scan;
}

type Score = (
  references: number,
  norms: number,
  groups: number,
  queries: number,
  fours: number,
  steps: number,
  out: number,
  stride: number,
  unit: number,
) => void;

type Scan = (
  references: number,
  norms: number,
  groups: number,
  queries: number,
  fours: number,
  steps: number,
  scores: number,
  unit: number,
  thresholds: number,
  halves: number,
  limits: number,
  out: number,
) => number;
