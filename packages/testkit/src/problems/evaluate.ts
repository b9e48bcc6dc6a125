import type {Contract} from '../contract.js';
import {shown} from '../failure.js';
import {Random} from '../numeric/random.js';
import type {LossProblem, OracleWeight} from '../oracle.js';
import type {Setting} from '../subject.js';
import {type Case, cases} from './cases.js';
import {classVectorsOf, withEqualClasses} from './class-vectors.js';
import {type Batch, type LossAndGradients, type Size, TestedHead} from './tested-head.js';

/** A head that was run in a case. */
export interface Evaluation {
  readonly case: Case;
  readonly setting: Setting;
  /** The case and the setting, for a failure's text. */
  readonly where: string;
  readonly problem: LossProblem;
  /** The gradients are those of Σ coefficient · loss, so that a gradient that ignores what comes after it is found. */
  readonly coefficients: Float64Array;
  readonly found: LossAndGradients;
  readonly regularizer: number;
  readonly regularizerGradients: Readonly<Record<string, Float64Array>>;
  readonly trainable: readonly string[];
}

/**
 * Every case with every setting of a loss, run once. On the second backend the problems are those of the first, to the last digit,
 * so that what the oracle says of them need not be computed again.
 */
export function evaluationsOf(contract: Contract): readonly Evaluation[] {
  return contract.once('evaluations', () => {
    const known = contract.reference?.known<readonly Evaluation[]>('evaluations');
    if (known !== undefined) return known.map((evaluation) => evaluateAgain(contract, evaluation));
    return contract.settings.flatMap((setting, i) =>
      cases
        .filter(({isLarge}) => i === 0 || !isLarge)
        .flatMap((given) => evaluateCase(contract, setting, given)),
    );
  });
}

/** The same without those that repeat the weights of an earlier one. */
export function evaluationsByWeights(contract: Contract): readonly Evaluation[] {
  const seen = new Set<string>();
  return evaluationsOf(contract).filter(({problem: {weights}, setting}) => {
    const key = `${JSON.stringify(setting)} ${Object.values(weights).map(({values}) => values.join())}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** A seeded batch in which every class has at least two examples. */
export function genericBatch(
  {classes, dimension}: Size,
  seed = 5,
  perClass = 2,
): {embeddings: Float64Array; labels: number[]} {
  const labels = Array.from(
    {length: perClass * classes},
    (_, i) => (i * 7 + Math.floor(i / classes)) % classes,
  );
  return {embeddings: new Random(seed).normals(labels.length * dimension), labels};
}

/**
 * A head after one training call, which settles what settles once, with its trainable weights moved at random, so that no
 * weight is 0 and none is where it started.
 */
export function settledHead(contract: Contract, setting: Setting, size: Size, seed = 1): TestedHead {
  const tested = new TestedHead(contract, setting, size, {seed});
  tested.losses(genericBatch(size), true);
  const random = new Random(seed + 20);
  const moved = (weight: OracleWeight): OracleWeight => {
    const rms = Math.sqrt(weight.values.reduce((sum, v) => sum + v * v, 0) / weight.values.length) || 1;
    const noise = random.normals(weight.values.length);
    return {...weight, values: weight.values.map((v, i) => v + 0.5 * rms * noise[i]!)};
  };
  const weights = tested.read();
  tested.write(Object.fromEntries(tested.trainableNames.map((name) => [name, moved(weights[name]!)])));
  return tested;
}

type Start = Pick<Evaluation, 'case' | 'setting' | 'where'>;

function evaluateCase(contract: Contract, setting: Setting, given: Case): Evaluation[] {
  const isOnSphere = contract.plugin.needs?.unitNormEmbeddings === true;
  if (isOnSphere && given.isAboutNorms) return [];
  const sources = given.usesVectors ? sourcesOf(contract, setting, given) : [undefined];
  return sources.map((source) => {
    const tested = settledHead(contract, setting, given);
    prepareWeights(tested, given);
    const before = tested.problem({embeddings: [], labels: []}, true);
    const vectors = source === undefined ? undefined : classVectorsOf(contract, before)[source];
    const scene = {...given, random: new Random(1), vectors: vectors?.rows ?? []};
    const embeddings = given.embeddings(scene).flatMap((row) => (isOnSphere ? onSphere(row) : row));
    const at = vectors === undefined ? '' : ` (${vectors.name})`;
    const where = `${given.name}${at}, ${shown(setting)}`;
    return evaluate(tested, {case: given, setting, where}, {embeddings, labels: given.labels});
  });
}

function evaluateAgain(contract: Contract, {problem, case: given, setting, where}: Evaluation): Evaluation {
  const tested = settledHead(contract, setting, given);
  tested.write(problem.weights);
  return evaluate(tested, {case: given, setting, where}, problem);
}

/** Runs a head on a batch, and disposes it. */
function evaluate(tested: TestedHead, start: Start, batch: Batch): Evaluation {
  try {
    const problem = tested.problem(batch, true);
    const coefficients = new Random(4).normals(batch.labels.length).map((v) => Math.fround(1 + 0.5 * v));
    // First what does not change the state of the head.
    const regularizer = tested.regularizer();
    const regularizerGradients = tested.regularizerGradients();
    const found = tested.lossAndGradients(batch, true, coefficients);
    return {
      ...start,
      problem,
      coefficients,
      found,
      regularizer,
      regularizerGradients,
      trainable: tested.trainableNames,
    };
  } finally {
    tested.dispose();
  }
}

/** Which sets of class vectors a head has, as indices. */
function sourcesOf(contract: Contract, setting: Setting, size: Size): number[] {
  const tested = new TestedHead(contract, setting, size);
  try {
    return [...classVectorsOf(contract, tested.problem({embeddings: [], labels: []}, false)).keys()];
  } finally {
    tested.dispose();
  }
}

function prepareWeights(tested: TestedHead, {weightFactor, equalClasses, ...size}: Case): void {
  if (weightFactor === undefined && !equalClasses) return;
  const weights = tested.read();
  const changed = (weight: OracleWeight): OracleWeight => {
    const even = equalClasses ? withEqualClasses(weight, size) : weight;
    return {...even, values: even.values.map((v) => v * (weightFactor ?? 1))};
  };
  tested.write(Object.fromEntries(tested.trainableNames.map((name) => [name, changed(weights[name]!)])));
}

function onSphere(row: readonly number[]): number[] {
  const norm = Math.hypot(...row) || 1;
  return row.map((v) => v / norm);
}
