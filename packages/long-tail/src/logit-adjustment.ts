import {
  commonOptions,
  crossEntropyFromLogits,
  defineLoss,
  type HeadConfig,
  type Labels,
  LinearHead,
  type LossPlugin,
  linearOptions,
  linearScores,
  type NumberList,
  number,
  type Option,
  oneHotLabels,
  resolveOptions,
  weightByClass,
} from '@isomargin/core';
import {add, serialization, sub, type Tensor1D, type Tensor2D, tensor2d, tidy} from '@tensorflow/tfjs-core';
import {classCountsOption, countsOf, type WithClassCounts} from './class-counts.js';

const tauOption = number({
  default: 1,
  min: 0,
  description: "τ, how strongly the classes' frequencies count; 0 is softmax cross entropy.",
  search: {low: 0.25, high: 4, scale: 'log'},
});
const logitAdjustmentOptions: {
  readonly classCounts: Option<readonly number[] | undefined>;
  readonly tau: Option<number>;
  readonly useBias: Option<boolean>;
} = {classCounts: classCountsOption, tau: tauOption, ...linearOptions};
type LogitAdjustmentOptions = typeof logitAdjustmentOptions;

/** Options of the pure function. */
export interface LogitAdjustedLossOptions extends WithClassCounts {
  /** τ >= 0. Default 1. */
  readonly tau?: number;
  /** One weight a class, multiplied into each example's loss. */
  readonly classWeights?: NumberList;
}

/** τ log π_j as a row [1, classes], with π_j the share of class j in the training examples. */
function adjustment(counts: readonly number[], tau: number): Tensor2D {
  const total = counts.reduce((a, b) => a + b, 0);
  const row = counts.map((n) => tau * Math.log(n / total));
  return tensor2d(row, [1, row.length]);
}

/**
 * Logit-adjusted softmax cross entropy of each example: τ log π_j is added to the logits (Menon et al. 2021).
 *
 * @param embeddings [batch, d]
 * @param labels one-hot [batch, classes] or integers [batch]
 * @param kernel [d, classes]
 * @param bias [classes]; none where left out
 * @returns [batch]
 * @throws LabelError for labels that are out of range, not whole, or of a wrong shape or length
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function logitAdjustedLoss(
  embeddings: Tensor2D,
  labels: Labels,
  kernel: Tensor2D,
  bias: Tensor1D | undefined,
  options: LogitAdjustedLossOptions,
): Tensor1D {
  const owner = 'logitAdjustedLoss';
  const declared = {classCounts: classCountsOption, tau: tauOption, classWeights: commonOptions.classWeights};
  const {classCounts, tau, classWeights} = resolveOptions(owner, declared, options);
  const classes = kernel.shape[1];
  const counts = countsOf(owner, classCounts, classes);
  return tidy(() => {
    const oneHot = oneHotLabels(labels, classes, embeddings.shape[0]);
    const adjusted = add(linearScores(embeddings, kernel, bias), adjustment(counts, tau)) as Tensor2D;
    return weightByClass(crossEntropyFromLogits(adjusted, oneHot), oneHot, classWeights);
  });
}

/**
 * Logit adjustment after training (Menon et al. 2021): logits − τ log π_j. For the logits of a model that was
 * trained with plain softmax cross entropy; those of `logitAdjustment` and `balancedSoftmax` need none.
 *
 * @param scores logits [batch, classes]
 * @param classCounts training examples of each class, integers >= 1
 * @param tau τ >= 0
 * @returns [batch, classes]; the largest is the prediction
 * @throws OptionError for a value that is not allowed
 */
export function adjustLogits(scores: Tensor2D, classCounts: NumberList, tau = 1): Tensor2D {
  const owner = 'adjustLogits';
  const resolved = resolveOptions(
    owner,
    {classCounts: classCountsOption, tau: tauOption},
    {classCounts, tau},
  );
  const counts = countsOf(owner, resolved.classCounts, scores.shape[1]);
  return tidy(() => sub(scores, adjustment(counts, tau)) as Tensor2D);
}

/** Logit adjustment in the loss as the last layer. Its scores are the logits [batch, classes] without τ log π_j. */
export class LogitAdjustmentHead extends LinearHead<LogitAdjustmentOptions> {
  /** @nocollapse */
  static readonly className = 'IsomarginLogitAdjustment';
  private readonly counts: readonly number[];

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<LogitAdjustmentOptions> & WithClassCounts) {
    super('logit-adjustment', logitAdjustmentOptions, config);
    this.counts = countsOf(this.owner, this.options.classCounts, this.classes);
  }

  protected override get trainsProbabilities(): boolean {
    return true;
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
    const adjusted = add(scores, adjustment(this.counts, this.options.tau)) as Tensor2D;
    return crossEntropyFromLogits(adjusted, oneHot);
  }
}
serialization.registerClass(LogitAdjustmentHead);

/**
 * Logit adjustment in the loss as the last layer of a model.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function logitAdjustment(
  config: HeadConfig<LogitAdjustmentOptions> & WithClassCounts,
): LogitAdjustmentHead {
  return new LogitAdjustmentHead(config);
}

export const logitAdjustmentPlugin: LossPlugin<LogitAdjustmentOptions> = /* @__PURE__ */ defineLoss({
  name: 'logit-adjustment',
  title: 'Logit adjustment',
  package: '@isomargin/long-tail',
  paper: {
    authors: 'Menon, Jayasumana, Rawat, Jain, Veit, Kumar',
    title: 'Long-tail learning via logit adjustment',
    venue: 'ICLR',
    year: 2021,
    url: 'https://arxiv.org/abs/2007.07314',
  },
  task: 'classification',
  options: logitAdjustmentOptions,
  traits: {rotationInvariant: true},
  needs: {classCounts: true},
  create: (given, {classes, classCounts = [], seed}) =>
    new LogitAdjustmentHead({
      ...given,
      classCounts: given.classCounts ?? classCounts,
      seed: given.seed ?? seed,
      classes,
    }),
});
