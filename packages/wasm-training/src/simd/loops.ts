import type {WasmBackend} from '../backend.js';
import {simdModule} from './module.js';

/**
 * Writes a ∘ b for [rows, columns], both at least 1, from address `out` on. An operand's address moves on by its step with
 * every column, 4 bytes or (where it is repeated) 0, and by its row's step with every row.
 */
export type VectorLoop = (
  out: number,
  a: number,
  rowStepA: number,
  stepA: number,
  b: number,
  rowStepB: number,
  stepB: number,
  rows: number,
  columns: number,
) => void;

/** Vectorized loops over float32 numbers in the backend's heap; all positions are addresses in bytes. */
export interface VectorLoops {
  readonly add: VectorLoop;
  readonly sub: VectorLoop;
  readonly mul: VectorLoop;
  readonly div: VectorLoop;
  /** NaN where one of the two is NaN. */
  readonly min: VectorLoop;
  readonly max: VectorLoop;
  /** The sum of each row of [rows, columns], both at least 1, times a factor. */
  sumRows(out: number, x: number, rows: number, columns: number, factor: number): void;
  /** The largest of each row of [rows, columns], both at least 1; NaN where one is NaN. */
  maxRows(out: number, x: number, rows: number, columns: number): void;
}

/**
 * The loops on the heap of a backend; undefined where WebAssembly has no SIMD, or where the heap cannot be had: that of the
 * threaded build is shared, and another kind of memory.
 */
export function vectorLoopsOf(backend: WasmBackend): VectorLoops | undefined {
  const memory = backend.wasm.asm?.memory;
  if (memory === undefined || memory.buffer !== backend.wasm.HEAPU8.buffer) return undefined;
  try {
    const bytes = Uint8Array.from(atob(simdModule), (character) => character.charCodeAt(0));
    const {exports} = new WebAssembly.Instance(new WebAssembly.Module(bytes), {tfjs: {memory}});
    return exports as unknown as VectorLoops;
  } catch {
    return undefined;
  }
}
