import type {Contract} from '../contract.js';
import {shown} from '../failure.js';
import {Random} from '../numeric/random.js';
import type {LossProblem, OracleWeight} from '../oracle.js';
import type {Setting} from '../subject.js';
import {type Case, cases} from './cases.js';
import {classVectorsOf, withEqualClasses} from './class-vectors.js';
import {type LossAndGradients, type Size, TestedHead} from './tested-head.js';

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

/** Every case with every setting of a loss, run once. */
export function evaluationsOf(contract: Contract): readonly Evaluation[] {
  return contract.once('evaluations', () =>
    contract.settings.flatMap((setting) => cases.flatMap((given) => evaluateCase(contract, setting, given))),
  );
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

function evaluateCase(contract: Contract, setting: Setting, given: Case): Evaluation[] {
  const isOnSphere = contract.plugin.needs?.unitNormEmbeddings === true;
  if (isOnSphere && given.isAboutNorms) return [];
  const sources = given.usesVectors ? sourcesOf(contract, setting, given) : [undefined];
  return sources.map((source) => {
    const tested = settledHead(contract, setting, given);
    try {
      prepareWeights(tested, given);
      const before = tested.problem({embeddings: [], labels: []}, true);
      const vectors = source === undefined ? [] : classVectorsOf(contract, before)[source]!;
      const rows = 'rows' in vectors ? vectors.rows : [];
      const scene = {...given, random: new Random(1), vectors: rows};
      const embeddings = given.embeddings(scene).flatMap((row) => (isOnSphere ? onSphere(row) : row));
      const batch = {embeddings, labels: given.labels};
      const problem = tested.problem(batch, true);
      const coefficients = new Random(4).normals(given.labels.length).map((v) => Math.fround(1 + 0.5 * v));
      // First what does not change the state of the head.
      const regularizer = tested.regularizer();
      const regularizerGradients = tested.regularizerGradients();
      const found = tested.lossAndGradients(batch, true, coefficients);
      const at = 'name' in vectors ? ` (${vectors.name})` : '';
      return {
        case: given,
        setting,
        where: `${given.name}${at}, ${shown(setting)}`,
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
  });
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
