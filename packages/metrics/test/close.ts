import {readFileSync} from 'node:fs';
import {expect} from 'vitest';

/** A number as the fixtures have it. */
export type Fixed = number | 'NaN' | 'Infinity' | '-Infinity';

/** The cases of a fixture file. */
export function casesOf<Case>(name: string): Case[] {
  const text = readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as {cases: Case[]}).cases;
}

/** Equal within `tolerance` relative; NaN only equals NaN, and 0 only what is below the tolerance. */
export function expectClose(actual: number, expected: Fixed, tolerance = 1e-12): void {
  const value = Number(expected);
  if (!Number.isFinite(value)) expect(actual).toBe(value);
  else {
    const scale = value === 0 ? 1e-3 : Math.abs(value);
    expect(Math.abs(actual - value), `${actual} against ${value}`).toBeLessThanOrEqual(tolerance * scale);
  }
}

export function expectAllClose(
  actual: ArrayLike<number>,
  expected: readonly Fixed[],
  tolerance = 1e-12,
): void {
  expect(actual).toHaveLength(expected.length);
  for (const [index, value] of expected.entries()) expectClose(actual[index] as number, value, tolerance);
}
