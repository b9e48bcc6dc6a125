import {normals} from '../../../tools/testing/numeric.js';

/** A batch of embeddings that losses of pairs may fail at. */
export interface Case {
  readonly name: string;
  readonly batch: number;
  readonly dimension: number;
  readonly labels: readonly number[];
  readonly seed: number;
  /** Factor on the embeddings. */
  readonly scale?: number;
  /** Added to every number of the embeddings. */
  readonly offset?: number;
  /** Rows that become copies of others: [row, of]. */
  readonly copies?: readonly (readonly [number, number])[];
  /** Rows that become zeros. */
  readonly zeros?: readonly number[];
}

const base = {batch: 8, dimension: 5, labels: [1, 0, 3, 2, 1, 1, 0, 3], seed: 1};
const drawnLabels = (batch: number, classes: number, seed: number): number[] =>
  Array.from(normals(batch, seed + 50), (v) => Math.floor(Math.abs(v * 7919)) % classes);

export const cases: readonly Case[] = [
  {name: 'plain', ...base},
  {name: 'another seed', ...base, seed: 2},
  {
    name: 'two dimensions, two classes, 10 to 1',
    ...base,
    batch: 11,
    dimension: 2,
    labels: [0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0],
  },
  {name: 'batch of 1', ...base, batch: 1, labels: [2]},
  {name: 'batch of 2, one pair', ...base, batch: 2, labels: [2, 2]},
  {name: 'batch of 2, no pair', ...base, batch: 2, labels: [2, 1]},
  {name: 'batch of 3, one triplet a side', ...base, batch: 3, labels: [2, 1, 2]},
  {name: 'every class once', ...base, labels: [0, 1, 2, 3, 4, 5, 6, 7]},
  {name: 'one class only', ...base, labels: Array(8).fill(3)},
  {name: 'equal embeddings of one class', ...base, copies: [[4, 0]]},
  {name: 'equal embeddings of two classes', ...base, copies: [[1, 0], [7, 2]]}, // biome-ignore format: pairs
  {name: 'all embeddings equal', ...base, copies: [1, 2, 3, 4, 5, 6, 7].map((row) => [row, 0] as const)},
  {name: 'an embedding of zeros', ...base, zeros: [2]},
  {name: 'close together', ...base, scale: 0.05},
  {name: 'small and far from the origin', ...base, scale: 0.2, offset: 3},
  {name: 'far apart', ...base, scale: 30},
  {name: 'batch of 40, 3 classes', batch: 40, dimension: 3, labels: drawnLabels(40, 3, 1), seed: 3},
  {
    name: 'batch of 21, 64 dimensions',
    batch: 21,
    dimension: 64,
    labels: drawnLabels(21, 5, 2),
    seed: 4,
    scale: 0.1,
  },
  {name: '512 dimensions', batch: 9, dimension: 512, labels: drawnLabels(9, 3, 3), seed: 5, scale: 0.04},
];

/** The numbers of a case, those that float32 has. */
export function embeddingsOf(c: Case): Float64Array {
  const f = Float64Array.from(
    Float32Array.from(normals(c.batch * c.dimension, c.seed), (v) => v * (c.scale ?? 1) + (c.offset ?? 0)),
  );
  for (const [row, of] of c.copies ?? [])
    f.copyWithin(row * c.dimension, of * c.dimension, (of + 1) * c.dimension);
  for (const row of c.zeros ?? []) f.fill(0, row * c.dimension, (row + 1) * c.dimension);
  return f;
}

/** Weights of the examples' losses in what is differentiated: all different. */
export const upstream = (batch: number): Float64Array =>
  Float64Array.from({length: batch}, (_, i) => 1 + ((i * 7) % 5) / 4);

/** Σ of the losses times `upstream`. */
export const weightedTotal = (losses: readonly number[]): number =>
  losses.reduce((sum, loss, i) => sum + loss * upstream(losses.length)[i]!, 0);
