/** Scores whose bits can be sorted. */
export type Floats = Float32Array | Float64Array;

/** Which 32-bit half of a float64 holds its sign and exponent. */
const upper = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

const signBit = 0x80000000;

/** The 32-bit words of an array of floats: one a float32, two a float64. */
export function wordsOf({buffer, byteOffset, byteLength}: Floats): Uint32Array {
  return new Uint32Array(buffer, byteOffset, byteLength / 4);
}

/**
 * Where float number `index` has its words. A float32 has one; its lower word is taken for 0.
 *
 * The key of a float is its bits, the sign bit turned over for positive and all bits turned over for negative
 * numbers: as an unsigned number it is in the floats' order. −0 has the key of 0.
 */
export function upperKey(words: Uint32Array, double: boolean, index: number): number {
  const word = double ? (words[2 * index + upper] as number) : (words[index] as number);
  if (word < signBit) return word + signBit;
  const zero = word === signBit && (!double || words[2 * index + 1 - upper] === 0);
  return zero ? signBit : ~word >>> 0;
}

/** The lower half of a float64's key. */
export function lowerKey(words: Uint32Array, index: number): number {
  const word = words[2 * index + 1 - upper] as number;
  return (words[2 * index + upper] as number) < signBit || isNegativeZero(words, index) ? word : ~word >>> 0;
}

function isNegativeZero(words: Uint32Array, index: number): boolean {
  return words[2 * index + upper] === signBit && words[2 * index + 1 - upper] === 0;
}

const double = new Float64Array(1);
const doubleWords = wordsOf(double);
const single = new Float32Array(1);
const singleWords = wordsOf(single);

/** The float whose key this is. */
export function floatOf(isDouble: boolean, high: number, low: number): number {
  const positive = high >= signBit;
  const word = positive ? high - signBit : ~high >>> 0;
  if (!isDouble) {
    singleWords[0] = word;
    return single[0] as number;
  }
  doubleWords[upper] = word;
  doubleWords[1 - upper] = positive ? low : ~low >>> 0;
  return double[0] as number;
}
