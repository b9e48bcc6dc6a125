import {
  commonOptions,
  cosineScores,
  crossEntropyFromLogits,
  defineLoss,
  type HeadConfig,
  type Labels,
  LossHead,
  type LossPlugin,
  type NumberList,
  normalizeRows,
  number,
  type Option,
  oneHotLabels,
  optionalInteger,
  resolveOptions,
  weightByClass,
} from '@isomargin/core';
import {
  add,
  matMul,
  mul,
  reshape,
  serialization,
  step,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor2d,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import {initializers, type LayerVariable} from '@tensorflow/tfjs-layers';
import {classCountsOption, countsOf, type WithClassCounts} from './class-counts.js';
import {betaOption, effectiveNumberWeights} from './effective-number.js';

const maxMarginOption = number({
  default: 0.5,
  min: 0,
  max: 2,
  description:
    'Margin of the rarest class, in cosine; those of the others shrink with the 4th root of the count.',
  search: {low: 0.1, high: 1, scale: 'linear'},
});
const scaleOption = number({
  default: 30,
  above: 0,
  description: 's, the factor from cosines to logits.',
  search: {low: 4, high: 64, scale: 'log'},
});
const ldamOptions: {
  readonly classCounts: Option<readonly number[] | undefined>;
  readonly maxMargin: Option<number>;
  readonly scale: Option<number>;
  readonly reweightAfter: Option<number | undefined>;
  readonly beta: Option<number>;
} = {
  classCounts: classCountsOption,
  maxMargin: maxMarginOption,
  scale: scaleOption,
  reweightAfter: optionalInteger({
    min: 0,
    max: 2 ** 24 - 1, // the step counter is a float32
    description:
      'Training steps (batches) after which the loss is weighted by effective number; never where not given.',
  }),
  beta: {...betaOption, description: `With \`reweightAfter\`: ${betaOption.description}`},
};
type LdamOptions = typeof ldamOptions;

/** Options of the pure function. */
export interface LdamLossOptions extends WithClassCounts {
  /** Margin of the rarest class in cosine, in [0, 2]. Default 0.5. */
  readonly maxMargin?: number;
  /** s > 0. Default 30. */
  readonly scale?: number;
  /** One weight a class, multiplied into each example's loss: `effectiveNumberWeights` for deferred re-weighting. */
  readonly classWeights?: NumberList;
}

/**
 * The margins of LDAM: proportional to n^(−1/4), the rarest class's is `maxMargin`.
 *
 * @param classCounts training examples of each class, integers >= 1
 * @param maxMargin in cosine, in [0, 2]
 * @returns one margin a class
 * @throws OptionError for a value that is not allowed
 */
export function ldamMargins(classCounts: NumberList, maxMargin = 0.5): number[] {
  const declared = {classCounts: classCountsOption, maxMargin: maxMarginOption};
  const {classCounts: counts = []} = resolveOptions('ldamMargins', declared, {classCounts, maxMargin});
  const rarest = Math.min(...counts);
  return counts.map((n) => maxMargin * (rarest / n) ** 0.25);
}

/** Cross entropy of the scores s cos θ_j after s Δ_y is taken off the own one. */
function entropyWithMargins(
  scores: Tensor2D,
  oneHot: Tensor2D,
  margins: readonly number[],
  scale: number,
): Tensor1D {
  const row = tensor2d(
    margins.map((margin) => scale * margin),
    [1, margins.length],
  );
  return crossEntropyFromLogits(sub(scores, mul(oneHot, row)) as Tensor2D, oneHot);
}

/**
 * LDAM of each example: cross entropy of s (cos θ_y − Δ_y) against s cos θ_j with the margins Δ of `ldamMargins` (Cao et
 * al. 2019, on normalised embeddings and weights). Neither needs to have norm 1 when given.
 *
 * @param embeddings [batch, d]
 * @param labels one-hot [batch, classes] or integers [batch]
 * @param prototypes [classes, d]
 * @returns [batch]
 * @throws LabelError for labels that are out of range, not whole, or of a wrong shape or length
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function ldamLoss(
  embeddings: Tensor2D,
  labels: Labels,
  prototypes: Tensor2D,
  options: LdamLossOptions,
): Tensor1D {
  const owner = 'ldamLoss';
  const declared = {
    classCounts: classCountsOption,
    maxMargin: maxMarginOption,
    scale: scaleOption,
    classWeights: commonOptions.classWeights,
  };
  const {classCounts, maxMargin, scale, classWeights} = resolveOptions(owner, declared, options);
  const [classes] = prototypes.shape;
  const margins = ldamMargins(countsOf(owner, classCounts, classes), maxMargin);
  return tidy(() => {
    const oneHot = oneHotLabels(labels, classes, embeddings.shape[0]);
    const scores = cosineScores(embeddings, transpose(prototypes), scale);
    return weightByClass(entropyWithMargins(scores, oneHot, margins, scale), oneHot, classWeights);
  });
}

/**
 * LDAM as the last layer. Its scores [batch, classes] are s cos θ_j, without a margin. Weights: `prototypes` [classes, d]
 * (Glorot uniform), and with `reweightAfter` the scalar `steps`, the number of training calls so far: it is saved with the
 * model, so that training goes on where it was.
 */
export class LdamHead extends LossHead<LdamOptions> {
  /** @nocollapse */
  static readonly className = 'IsomarginLdam';
  private readonly margins: readonly number[];
  private readonly weightsByCount: readonly number[];
  private prototypes!: LayerVariable;
  private steps: LayerVariable | undefined;

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<LdamOptions> & WithClassCounts) {
    super('ldam', ldamOptions, config);
    const counts = countsOf(this.owner, this.options.classCounts, this.classes);
    this.margins = ldamMargins(counts, this.options.maxMargin);
    this.weightsByCount = effectiveNumberWeights(counts, this.options.beta);
  }

  protected override buildWeights(dimension: number): void {
    const {reweightAfter, seed} = this.options;
    const shape = [this.classes, dimension];
    const glorot = initializers.glorotUniform({seed});
    this.prototypes = this.addWeight('prototypes', shape, 'float32', glorot, undefined, true);
    if (reweightAfter !== undefined) {
      this.steps = this.addWeight('steps', [], 'float32', initializers.zeros(), undefined, false);
    }
  }

  protected override decayedWeights(): Tensor[] {
    return [this.prototypes.read()];
  }

  protected override scoresOf(embeddings: Tensor2D, training: boolean): Tensor2D {
    if (training) this.steps?.write(add(this.steps.read(), 1));
    return cosineScores(embeddings, transpose(this.prototypes.read() as Tensor2D), this.options.scale);
  }

  protected override get trainsProbabilities(): boolean {
    return true;
  }

  protected override vectorsOfClasses(): Tensor2D {
    return normalizeRows(this.prototypes.read() as Tensor2D);
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
    const losses = entropyWithMargins(scores, oneHot, this.margins, this.options.scale);
    const {reweightAfter} = this.options;
    if (this.steps === undefined || reweightAfter === undefined) return losses;
    const excess = tensor2d(
      this.weightsByCount.map((weight) => weight - 1),
      [this.classes, 1],
    );
    // On the device: reading the counter back would wait for it at every step.
    const begun = step(sub(this.steps.read(), reweightAfter));
    const weights = add(mul(matMul(oneHot, excess), begun), 1);
    return mul(losses, reshape(weights, losses.shape)) as Tensor1D;
  }
}
serialization.registerClass(LdamHead);

/**
 * LDAM as the last layer of a model.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function ldam(config: HeadConfig<LdamOptions> & WithClassCounts): LdamHead {
  return new LdamHead(config);
}

export const ldamPlugin: LossPlugin<LdamOptions> = /* @__PURE__ */ defineLoss({
  name: 'ldam',
  title: 'LDAM',
  package: '@isomargin/long-tail',
  paper: {
    authors: 'Cao, Wei, Gaidon, Arechiga, Ma',
    title: 'Learning Imbalanced Datasets with Label-Distribution-Aware Margin Loss',
    venue: 'NeurIPS',
    year: 2019,
    url: 'https://arxiv.org/abs/1906.07413',
  },
  task: 'classification',
  options: ldamOptions,
  traits: {scaleInvariant: true, rotationInvariant: true},
  needs: {classCounts: true},
  create: (given, {classes, classCounts = [], seed}) =>
    new LdamHead({
      ...given,
      classCounts: given.classCounts ?? classCounts,
      seed: given.seed ?? seed,
      classes,
    }),
});
