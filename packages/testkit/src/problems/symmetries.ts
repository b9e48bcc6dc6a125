import type {Random} from '../numeric/random.js';
import type {OracleWeight} from '../oracle.js';
import type {Size, Weights} from './tested-head.js';

/** How a weight with several vectors a class has them: one of every class after the other, or all of a class together. */
export type Layout = 'sets' | 'class by class';

/** Weights with their classes in another order: the new class j is the old class order[j]. */
export function relabelled(
  weights: Weights,
  order: readonly number[],
  {classes, dimension}: Size,
  layout: Layout,
): Weights {
  const isOfClasses = (length: number): boolean =>
    length % classes === 0 && length !== dimension && length > 0;
  return mapWeights(weights, (weight) => {
    const axis = weight.shape.findIndex(isOfClasses);
    if (axis < 0) return weight;
    const length = weight.shape[axis]!;
    const sets = length / classes;
    const source = (at: number): number =>
      layout === 'sets'
        ? Math.floor(at / classes) * classes + order[at % classes]!
        : order[Math.floor(at / sets)]! * sets + (at % sets);
    return alongAxis(weight, axis, (line) => line.map((_, at) => line[source(at)]!));
  });
}

/** Embeddings and weights after one and the same random turn of the space of the embeddings. */
export function turned(
  embeddings: Float64Array,
  weights: Weights,
  dimension: number,
  random: Random,
): {values: Float64Array; weights: Weights} {
  const basis = orthonormal(random.rows(dimension, dimension));
  const turn = (line: Float64Array): Float64Array =>
    line.map((_, k) => line.reduce((sum, v, l) => sum + v * basis[l]![k]!, 0));
  const given = {shape: [embeddings.length / dimension, dimension], values: embeddings};
  return {
    values: alongAxis(given, 1, turn).values,
    weights: mapWeights(weights, (weight) => {
      const axis = weight.shape.indexOf(dimension);
      return axis < 0 ? weight : alongAxis(weight, axis, turn);
    }),
  };
}

function mapWeights(weights: Weights, change: (weight: OracleWeight) => OracleWeight): Weights {
  return Object.fromEntries(Object.entries(weights).map(([name, weight]) => [name, change(weight)]));
}

/** A weight of any rank with every line along an axis replaced by another of the same length. */
function alongAxis(
  weight: OracleWeight,
  axis: number,
  change: (line: Float64Array) => Float64Array,
): OracleWeight {
  const {shape} = weight;
  const length = shape[axis]!;
  const stride = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const values = weight.values.slice();
  for (let start = 0; start < values.length; start++) {
    if (Math.floor(start / stride) % length !== 0) continue;
    const line = change(Float64Array.from({length}, (_, k) => weight.values[start + k * stride]!));
    for (let k = 0; k < length; k++) values[start + k * stride] = line[k]!;
  }
  return {shape, values};
}

/** Gram–Schmidt. */
function orthonormal(rows: readonly number[][]): number[][] {
  const basis: number[][] = [];
  for (const row of rows) {
    const rest = basis.reduce((left, unit) => {
      const share = left.reduce((sum, v, k) => sum + v * unit[k]!, 0);
      return left.map((v, k) => v - share * unit[k]!);
    }, row);
    const norm = Math.hypot(...rest);
    basis.push(rest.map((v) => v / norm));
  }
  return basis;
}
