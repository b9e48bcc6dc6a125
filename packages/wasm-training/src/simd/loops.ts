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
  /** The sums of the columns of [rows, columns], both at least 1, whose rows begin `rowBytes` apart; in float32. */
  sumColumns(out: number, x: number, rowBytes: number, rows: number, columns: number): void;
  /** xᵀ for x [rows, columns], both multiples of 4 and not 0; rows of x begin `xBytes` apart, those of the result `outBytes`. */
  transpose(out: number, outBytes: number, x: number, xBytes: number, rows: number, columns: number): void;
  /** The largest of each row of [rows, columns], both at least 1; NaN where one is NaN. */
  maxRows(out: number, x: number, rows: number, columns: number): void;
  /**
   * c += a · b for a [m, k], b [k, n], c [m, n], m at least 4, n at least 8, k at least 1. The address of an element of a
   * moves on by `rowStep` bytes with every row and by `innerStep` along k, so that a may be transposed; rows of b and c begin
   * `rowBytes` apart.
   */
  addProduct(
    c: number,
    a: number,
    rowStep: number,
    innerStep: number,
    b: number,
    rowBytes: number,
    m: number,
    n: number,
    k: number,
  ): void;
}

/** Kept, because what the engine has optimized is lost with it. */
let compiled: WebAssembly.Module | undefined;

/**
 * The loops on the heap of a backend; undefined where WebAssembly has no SIMD, or where the heap cannot be had: that of the
 * threaded build is shared, and another kind of memory.
 */
export function vectorLoopsOf(backend: WasmBackend): VectorLoops | undefined {
  const memory = backend.wasm.asm?.memory;
  if (memory === undefined || memory.buffer !== backend.wasm.HEAPU8.buffer) return undefined;
  try {
    compiled ??= new WebAssembly.Module(
      Uint8Array.from(atob(simdModule), (character) => character.charCodeAt(0)),
    );
    const {exports} = new WebAssembly.Instance(compiled, {tfjs: {memory}});
    return exports as unknown as VectorLoops;
  } catch {
    return undefined;
  }
}
