import {setBackend, type Tensor, tensor, tidy, util} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';
import {expect} from 'vitest';

/** A tensor as plain data, to be made again on another backend. */
export interface Plain {
  shape: number[];
  values: Float32Array | Int32Array | Uint8Array;
  dtype: 'float32' | 'int32' | 'bool';
}

/** Seeded numbers in [0, 1): a linear congruential generator, enough for test data. */
function uniform(seed: number): () => number {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Seeded values: about normal for 'float32', from 0 to `below` - 1 for 'int32'. */
export function random(shape: number[], seed: number, dtype: Plain['dtype'] = 'float32', below = 10): Plain {
  const next = uniform(seed);
  const size = util.sizeFromShape(shape);
  if (dtype === 'int32') return {shape, dtype, values: Int32Array.from({length: size}, () => next() * below)};
  if (dtype === 'bool') return {shape, dtype, values: Uint8Array.from({length: size}, () => next() * 2)};
  const normal = (): number => next() + next() + next() + next() - 2;
  return {shape, dtype, values: Float32Array.from({length: size}, () => 1.7 * normal())};
}

export async function on(
  backend: 'cpu' | 'wasm',
  inputs: Plain[],
  compute: (...inputs: Tensor[]) => Tensor | Tensor[],
): Promise<Plain[]> {
  await setBackend(backend);
  const tensors = inputs.map(({values, shape, dtype}) => tensor(values, shape, dtype));
  const before = tensors.map((input) => input.dataSync());
  const outputs = [tidy(() => compute(...tensors))].flat();
  const result = outputs.map((output) => ({
    shape: output.shape,
    dtype: output.dtype as Plain['dtype'],
    values: output.dataSync() as Plain['values'],
  }));
  for (const [index, input] of tensors.entries()) {
    // A kernel that writes to its inputs would go unnoticed in its output.
    expect(worst(input.dataSync(), before[index] ?? [])).toBe(0);
  }
  for (const tensor of [...tensors, ...outputs]) tensor.dispose();
  return result;
}

/** Runs the same on the cpu and the wasm backend and expects the same results within float32. */
export async function expectSame(
  inputs: Plain[],
  compute: (...inputs: Tensor[]) => Tensor | Tensor[],
  tolerance = 1e-5,
): Promise<void> {
  const expected = await on('cpu', inputs, compute);
  const actual = await on('wasm', inputs, compute);
  expect(actual.map(({shape, dtype}) => ({shape, dtype}))).toEqual(
    expected.map(({shape, dtype}) => ({shape, dtype})),
  );
  for (const [index, {values}] of expected.entries()) {
    const scale = Array.from(values).reduce(
      (most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most),
      1,
    );
    expect(worst(actual[index]?.values ?? [], values)).toBeLessThan(tolerance * scale);
  }
}

/** The largest absolute difference; NaN against anything but NaN, and infinities that differ, count as infinite. */
export function worst(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  util.assert(actual.length === expected.length, () => `${actual.length} values against ${expected.length}`);
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(actual[i], expected[i]) || actual[i] === expected[i]) continue;
    const difference = Math.abs((actual[i] as number) - (expected[i] as number));
    largest = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(largest, difference);
  }
  return largest;
}
