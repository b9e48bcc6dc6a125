import type {io} from '@tensorflow/tfjs-core';

/** Bytes of a number in files. */
const bytesOf: Readonly<Record<string, number>> = {
  bool: 1,
  complex64: 8,
  float16: 2,
  float32: 4,
  int32: 4,
  uint16: 2,
  uint8: 1,
};

/**
 * How many bytes weights take in files.
 *
 * @returns nothing where their texts, or a type that is not known here, leave that open
 */
export function weightBytes(specs: readonly io.WeightsManifestEntry[]): number | undefined {
  let total = 0;
  for (const {shape, dtype, quantization} of specs) {
    const bytes = bytesOf[quantization?.dtype ?? dtype];
    if (bytes === undefined) return undefined;
    total += shape.reduce((size, length) => size * length, bytes);
  }
  return total;
}
