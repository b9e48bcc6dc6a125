import {type Derivatives, derivatives} from '../numeric/derivatives.js';
import {Random} from '../numeric/random.js';
import type {LossOracle, LossProblem, LossValues} from '../oracle.js';

/** A part of a problem that the kit differentiates by. */
export type Part = {readonly kind: 'embeddings'} | {readonly kind: 'weight'; readonly name: string};

/** A number of the problem that comes from the oracle, as the terms of which it is the sum. */
export type Measured = (values: LossValues) => readonly number[];

/** float32 keeps 24 bits: what rounding the inputs to it may change, and a little more. */
const ROUNDING = 2 ** -22;

/** Gradient of a sum of numbers of the oracle with respect to a part of the problem, by finite differences. */
export function oracleGradient(
  oracle: LossOracle,
  problem: LossProblem,
  part: Part,
  measured: Measured,
): Derivatives {
  const at = valuesOf(problem, part);
  const step = stepsOf(problem, part);
  return derivatives((x) => measured(oracle(withValues(problem, part, x), problem)), at, step);
}

/** Tells problems apart. */
export function keyOf({options, labels, embeddings, weights}: LossProblem): string {
  const numbers = Object.entries(weights).map(([name, {values}]) => `${name} ${values.join()}`);
  return `${JSON.stringify(options)} ${labels.join()} ${embeddings.join()} ${numbers.join(' ')}`;
}

/** What numbers of the oracle change by where the inputs change by as much as float32 rounds them, at most. */
export function roundingChange(
  problem: LossProblem,
  compute: (problem: LossProblem) => ArrayLike<number>,
): Float64Array {
  const exact = compute(problem);
  const change = new Float64Array(exact.length);
  for (const seed of [1, 2, 3, 4]) {
    const rounded = compute(roundedOff(problem, new Random(seed), seed % 2 === 0 ? ROUNDING : -ROUNDING));
    for (let i = 0; i < change.length; i++) {
      const difference = Math.abs(rounded[i]! - exact[i]!);
      if (difference > change[i]!) change[i] = difference;
    }
  }
  return change;
}

/** Rows of a problem with one part replaced. */
function withValues(problem: LossProblem, part: Part, values: Float64Array): LossProblem {
  if (part.kind === 'embeddings') return {...problem, embeddings: values};
  const weight = {...problem.weights[part.name]!, values};
  return {...problem, weights: {...problem.weights, [part.name]: weight}};
}

function valuesOf(problem: LossProblem, part: Part): Float64Array {
  return part.kind === 'embeddings' ? problem.embeddings : problem.weight(part.name);
}

/** First steps: a small share of the size of the embedding, or of the weight, that a number belongs to. */
function stepsOf(problem: LossProblem, part: Part): Float64Array {
  const values = valuesOf(problem, part);
  const length = part.kind === 'embeddings' ? problem.dimension : values.length;
  return values.map((_, i) => {
    const start = Math.floor(i / length) * length;
    const squares = values.subarray(start, start + length).reduce((sum, v) => sum + v * v, 0);
    return 1e-4 * (Math.sqrt(squares / length) || 1);
  });
}

function roundedOff(problem: LossProblem, random: Random, within: number): LossProblem {
  const off = (values: Float64Array): Float64Array =>
    values.map((v) => v * (1 + (random.uniform() < 0.5 ? -ROUNDING : ROUNDING)));
  return {
    ...problem,
    rounded: (value) => value * (1 + within),
    embeddings: off(problem.embeddings),
    weights: Object.fromEntries(
      Object.entries(problem.weights).map(([name, weight]) => [
        name,
        // Scalars that count or switch are no rounded numbers.
        weight.values.length === 1 && Number.isInteger(weight.values[0])
          ? weight
          : {...weight, values: off(weight.values)},
      ]),
    ),
  };
}
