import {grad, sum, type Tensor, tensor1d} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose} from '../../../tools/testing/numeric.js';
import {monotoneCosine, monotoneCosineAndSlope} from '../src/index.js';

/** ψ from the angle, in float64, as the papers write it. */
function psi(angle: number, m: number): number {
  const k = Math.min(m - 1, Math.floor((angle * m) / Math.PI));
  return (-1) ** k * Math.cos(m * angle) - 2 * k;
}

/** dψ/d cos θ = (−1)^k m sin(mθ)/sin θ, whose limit at 0 and π is m². */
function slopeOf(angle: number, m: number): number {
  const k = Math.min(m - 1, Math.floor((angle * m) / Math.PI));
  const ends = Math.sin(angle) < 1e-9;
  return ends ? m * m : ((-1) ** k * m * Math.sin(m * angle)) / Math.sin(angle);
}

const gradientOf = (cosines: number[], m: number): Float32Array =>
  grad((c: Tensor) => sum(monotoneCosine(c, m)))(tensor1d(cosines)).dataSync() as Float32Array;

onEachBackend(() => {
  describe.each([1, 2, 3, 4, 5, 8, 12])('m = %d', (m) => {
    // As float32 sees them.
    const cosines = Array.from({length: 201}, (_, i) => Math.fround(Math.cos((i * Math.PI) / 200)));
    const angles = cosines.map(Math.acos);

    test('value and gradient over all angles, θ = 0 and π included', () => {
      expectClose(
        monotoneCosine(tensor1d(cosines), m).dataSync(),
        angles.map((a) => psi(a, m)),
        1e-5,
      );
      expectClose(
        gradientOf(cosines, m),
        angles.map((a) => slopeOf(a, m)),
        1e-4,
      );
      expect(gradientOf([1, -1], m)).toEqual(new Float32Array([m * m, m * m]));
    });

    test('runs on without a step over the boundaries of its pieces, and falls from 1 to 1 − 2m', () => {
      const boundaries = Array.from({length: m - 1}, (_, j) => Math.cos(((j + 1) * Math.PI) / m));
      for (const boundary of boundaries) {
        const around = tensor1d([boundary + 1e-6, boundary, boundary - 1e-6]);
        const {value, slope} = monotoneCosineAndSlope(around, m);
        const k = 1 + boundaries.indexOf(boundary);
        expectClose(value.dataSync(), Array(3).fill(1 - 2 * k), 1e-5);
        expect(Math.max(...slope.dataSync().map(Math.abs))).toBeLessThan(1e-3 * m * m);
      }
      const values = monotoneCosine(tensor1d(cosines), m).dataSync();
      expectClose([values[0]!, values.at(-1)!], [1, 1 - 2 * m], 1e-6);
      // Never upwards, but for rounding.
      for (let i = 1; i < values.length; i++) expect(values[i]! - values[i - 1]!).toBeLessThan(1e-5);
    });
  });

  test('m = 1 is the cosine', () => {
    const given = [1, 0.3, 0, -0.7, -1];
    expect(monotoneCosine(tensor1d(given), 1).dataSync()).toEqual(new Float32Array(given));
    expect(gradientOf(given, 1)).toEqual(new Float32Array([1, 1, 1, 1, 1]));
  });

  test('what rounding put outside [−1, 1]', () => {
    expectClose(monotoneCosine(tensor1d([1.001, -1.001]), 4).dataSync(), [1, -7], 1e-6);
    expect(gradientOf([1.001, -1.001], 4)).toEqual(new Float32Array([16, 16]));
  });

  test.each([0, 1.5, -1, Number.NaN])('m = %d is refused', (m) => {
    expect(() => monotoneCosine(tensor1d([0]), m)).toThrow(`m must be an integer >= 1, but is ${m}.`);
  });
});
