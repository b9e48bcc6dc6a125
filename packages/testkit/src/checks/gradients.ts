import type {Check} from '../check.js';
import {type Contract, oracleOf, withoutOracle} from '../contract.js';
import {digits, failWith} from '../failure.js';
import type {Derivatives} from '../numeric/derivatives.js';
import type {LossProblem} from '../oracle.js';
import {type Evaluation, evaluationsByWeights, evaluationsOf} from '../problems/evaluate.js';
import {keyOf, type Measured, oracleGradient, type Part, roundingChange} from '../problems/expected.js';

/** Share of the largest entry by which a gradient may be off. */
const RELATIVE = 1e-3;
/** A gradient that is smaller than this share of that of the plain case is as good as 0: float32 keeps 7 digits. */
const FLOOR = 5e-3;

/** A gradient that was found, and what it is one of. */
interface Compared {
  readonly of: 'losses' | 'regularizer';
  readonly evaluation: Evaluation;
  readonly part: Part;
  readonly found: Float64Array | undefined;
  readonly measured: Measured;
}

export const gradients: Check = {
  name: 'gradients',
  title: 'gradients of embeddings and trainable weights are those of the oracle, by finite differences',
  hint:
    'Usually a gradient written out by hand that misses a factor, a term or what comes after it (dy); a part of the formula that is not ' +
    'connected (a value that was read back, a variable that was cloned); or float32 that loses digits. What the paper does not ' +
    'differentiate the oracle must take from its second argument.',
  skip: withoutOracle,
  run(contract) {
    const compared = evaluationsOf(contract).flatMap((evaluation): Compared[] => {
      const measured: Measured = ({losses}) => losses.map((v, i) => v * evaluation.coefficients[i]!);
      const {found, trainable} = evaluation;
      return [
        {of: 'losses', evaluation, part: {kind: 'embeddings'}, found: found.embeddings, measured},
        ...trainable.map(
          (name): Compared => ({
            of: 'losses',
            evaluation,
            part: {kind: 'weight', name},
            found: found.weights[name],
            measured,
          }),
        ),
      ];
    });
    compare(contract, compared);
  },
};

export const regularizerGradients: Check = {
  name: 'regularizer-gradients',
  title: 'gradients of the regularizer are those of the oracle, by finite differences',
  hint: gradients.hint,
  skip: withoutOracle,
  run(contract) {
    const oracle = oracleOf(contract);
    // Most losses have no regularizer.
    const some = evaluationsByWeights(contract).filter(
      ({problem, regularizerGradients: found}) =>
        oracle(problem, problem).regularizer !== undefined || Object.keys(found).length > 0,
    );
    const compared = some.flatMap((evaluation) =>
      evaluation.trainable.map(
        (name): Compared => ({
          of: 'regularizer',
          evaluation,
          part: {kind: 'weight', name},
          found: evaluation.regularizerGradients[name],
          measured: ({regularizer = 0}) => [regularizer],
        }),
      ),
    );
    compare(contract, compared);
  },
};

function compare(contract: Contract, all: readonly Compared[]): void {
  const oracle = oracleOf(contract);
  /** Largest gradient of each part in the plain case. */
  const usual = new Map<string, number>();
  const findings = all.flatMap(({of, evaluation, part, found, measured}) => {
    const {problem, where} = evaluation;
    const name = part.kind === 'embeddings' ? 'embeddings' : `'${part.name}'`;
    const key = `${of} by ${name}: ${keyOf(problem)}`;
    const gradient = (p: LossProblem): Derivatives => oracleGradient(oracle, p, part, measured);
    const {values: expected, errors} = contract.shared(key, () => gradient(problem));
    const known = expected.filter((v) => !Number.isNaN(v));
    if (evaluation.case.isGeneric && known.length < expected.length / 2) {
      return [
        `${where}: the oracle has no derivative by ${name}, in a case where every loss has one. Does it round or read numbers back?`,
      ];
    }
    if (evaluation.case.name === 'plain') usual.set(name, largest(known));
    const actual = found ?? new Float64Array(expected.length);
    const unfinished = actual.findIndex((v) => !Number.isFinite(v));
    if (unfinished >= 0)
      return [`${where}: the gradient of ${entry(problem, part, unfinished)} is ${actual[unfinished]}.`];
    const floor = FLOOR * (usual.get(name) ?? 0);
    const isScaleInvariant = contract.plugin.traits?.scaleInvariant === true;
    const allowed = allowances(problem, part, expected, floor, isScaleInvariant);
    const off = (i: number, more = 0): boolean =>
      Math.abs(actual[i]! - expected[i]!) > allowed[i]! + errors[i]! + more;
    const suspects = [...expected.keys()].filter((i) => off(i));
    if (suspects.length === 0) return [];
    const rounding = roundingChange(problem, (p) => gradient(p).values);
    const wrong = suspects.filter((i) => off(i, 8 * rounding[i]!));
    if (wrong.length === 0) return [];
    const error = (i: number): number => Math.abs(actual[i]! - expected[i]!) / allowed[i]!;
    const worst = wrong.reduce((a, b) => (error(b) > error(a) ? b : a));
    const connected = found === undefined ? ` The loss is not connected to ${name}.` : '';
    return [
      `${where}: the gradient of ${entry(problem, part, worst)} is ${digits(actual[worst]!)}, and that of the oracle ` +
        `${digits(expected[worst]!)} (allowed: ±${digits(allowed[worst]! + errors[worst]!)}); ${wrong.length} of ${expected.length} entries are off${ratioOf(actual, expected, wrong)}.${connected}`,
    ];
  });
  failWith(findings);
}

const largest = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((top, v) => Math.max(top, Math.abs(v) || 0), 0);

/**
 * What each entry may be off by: embeddings by the largest entry of their own row, weights by that of the weight. Where the
 * length of an embedding does not count, gradients grow as it shrinks, and so does what rounding makes of them.
 */
function allowances(
  problem: LossProblem,
  part: Part,
  expected: Float64Array,
  floor: number,
  isScaleInvariant: boolean,
): Float64Array {
  const length = part.kind === 'embeddings' ? problem.dimension : expected.length;
  return expected.map((_, i) => {
    const start = Math.floor(i / length) * length;
    const own = largest(expected.subarray(start, start + length));
    const norm = Math.hypot(...problem.embeddings.subarray(start, start + length));
    const growth = part.kind === 'embeddings' && isScaleInvariant && norm > 0 ? Math.sqrt(length) / norm : 1;
    // On a line a direction cannot turn: what is left of an angular gradient is rounding.
    const slack = isScaleInvariant && problem.dimension === 1 ? 20 : 1;
    return RELATIVE * Math.max(own, slack * floor * Math.max(1, growth));
  });
}

/** 'embeddings[2, 1]', 'kernel[3]' */
function entry(problem: LossProblem, part: Part, at: number): string {
  const shape =
    part.kind === 'embeddings' ? [problem.batch, problem.dimension] : problem.weights[part.name]!.shape;
  const name = part.kind === 'embeddings' ? 'embeddings' : part.name;
  let rest = at;
  const indices = [...shape].reverse().map((n) => {
    const index = rest % n;
    rest = Math.floor(rest / n);
    return index;
  });
  return `${name}[${indices.reverse().join(', ')}]`;
}

/** Says where all wrong entries are off by one and the same factor, which names many bugs. */
function ratioOf(actual: ArrayLike<number>, expected: ArrayLike<number>, wrong: readonly number[]): string {
  const ratios = wrong.map((i) => actual[i]! / expected[i]!);
  const [first = Number.NaN] = ratios;
  const isCommon =
    wrong.length > 2 && ratios.every((ratio) => Math.abs(ratio - first) < 1e-2 * Math.abs(first));
  return isCommon ? `, all of them ${digits(first)} times what they should be` : '';
}
