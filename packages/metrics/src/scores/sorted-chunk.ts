const digitBits = 11;
const digits = 1 << digitBits;

/** What every example adds: +1 or −1 by its side, or its weight with that sign. */
export type Signed = Int8Array | Float64Array;

/** Keys of two 32-bit words with what belongs to them, and room to sort them. */
export class SortedChunk {
  length = 0;
  high: Uint32Array;
  low: Uint32Array;
  signed: Signed;
  #high: Uint32Array;
  #low: Uint32Array;
  #signed: Signed;
  readonly #counts = new Uint32Array(6 * digits);
  readonly #double: boolean;

  /** @param double whether the lower words count */
  constructor(capacity: number, double: boolean, weighted: boolean) {
    const signed = (): Signed => (weighted ? new Float64Array(capacity) : new Int8Array(capacity));
    const low = (): Uint32Array => new Uint32Array(double ? capacity : 0);
    this.high = new Uint32Array(capacity);
    this.low = low();
    this.signed = signed();
    this.#high = new Uint32Array(capacity);
    this.#low = low();
    this.#signed = signed();
    this.#double = double;
  }

  /** Sorts the first `length` entries by their keys, ascending and stable: radix sort from the last digit on. */
  sort(): void {
    const {length} = this;
    const counts = this.#counts.fill(0);
    const double = this.#double;
    for (let i = 0; i < length; i++) {
      const high = this.high[i] as number;
      count(counts, 3, high);
      if (double) count(counts, 0, this.low[i] as number);
    }
    for (let pass = double ? 0 : 3; pass < 6; pass++) this.#pass(pass);
  }

  #pass(pass: number): void {
    const {length, high, low, signed} = this;
    const double = this.#double;
    const keys = pass < 3 ? low : high;
    const shift = digitBits * (pass % 3);
    const starts = this.#counts.subarray(pass * digits, (pass + 1) * digits);
    // All in one bucket: nothing moves.
    if (starts[((keys[0] as number) >>> shift) & (digits - 1)] === length) return;
    let start = 0;
    for (let digit = 0; digit < digits; digit++) {
      const count = starts[digit] as number;
      starts[digit] = start;
      start += count;
    }
    const toHigh = this.#high;
    const toLow = this.#low;
    const toSigned = this.#signed;
    for (let i = 0; i < length; i++) {
      const digit = ((keys[i] as number) >>> shift) & (digits - 1);
      const to = starts[digit] as number;
      starts[digit] = to + 1;
      toHigh[to] = high[i] as number;
      if (double) toLow[to] = low[i] as number;
      toSigned[to] = signed[i] as number;
    }
    [this.high, this.#high] = [toHigh, high];
    [this.low, this.#low] = [toLow, low];
    [this.signed, this.#signed] = [toSigned, signed];
  }
}

/** Counts the three digits of a word, from pass `first` on. */
function count(counts: Uint32Array, first: number, word: number): void {
  const a = first * digits + (word & (digits - 1));
  const b = (first + 1) * digits + ((word >>> digitBits) & (digits - 1));
  const c = (first + 2) * digits + (word >>> (2 * digitBits));
  counts[a] = (counts[a] as number) + 1;
  counts[b] = (counts[b] as number) + 1;
  counts[c] = (counts[c] as number) + 1;
}
