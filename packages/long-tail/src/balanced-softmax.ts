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
  type Option,
  oneHotLabels,
  resolveOptions,
  weightByClass,
} from '@isomargin/core';
import {add, serialization, type Tensor1D, type Tensor2D, tensor2d, tidy} from '@tensorflow/tfjs-core';
import {classCountsOption, countsOf, type WithClassCounts} from './class-counts.js';

const balancedSoftmaxOptions: {
  readonly classCounts: Option<readonly number[] | undefined>;
  readonly useBias: Option<boolean>;
} = {classCounts: classCountsOption, ...linearOptions};
type BalancedSoftmaxOptions = typeof balancedSoftmaxOptions;

/** Options of the pure function. */
export interface BalancedSoftmaxLossOptions extends WithClassCounts {
  /** One weight a class, multiplied into each example's loss. */
  readonly classWeights?: NumberList;
}

function balancedEntropy(scores: Tensor2D, oneHot: Tensor2D, counts: readonly number[]): Tensor1D {
  const logCounts = tensor2d(counts.map(Math.log), [1, counts.length]);
  return crossEntropyFromLogits(add(scores, logCounts) as Tensor2D, oneHot);
}

/**
 * Balanced softmax of each example: cross entropy of the logits with log n_j added (Ren et al. 2020).
 *
 * @param embeddings [batch, d]
 * @param labels one-hot [batch, classes] or integers [batch]
 * @param kernel [d, classes]
 * @param bias [classes]; none where left out
 * @returns [batch]
 * @throws LabelError for labels that are out of range, not whole, or of a wrong shape or length
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function balancedSoftmaxLoss(
  embeddings: Tensor2D,
  labels: Labels,
  kernel: Tensor2D,
  bias: Tensor1D | undefined,
  options: BalancedSoftmaxLossOptions,
): Tensor1D {
  const owner = 'balancedSoftmaxLoss';
  const declared = {classCounts: classCountsOption, classWeights: commonOptions.classWeights};
  const {classCounts, classWeights} = resolveOptions(owner, declared, options);
  const classes = kernel.shape[1];
  const counts = countsOf(owner, classCounts, classes);
  return tidy(() => {
    const oneHot = oneHotLabels(labels, classes, embeddings.shape[0]);
    const losses = balancedEntropy(linearScores(embeddings, kernel, bias), oneHot, counts);
    return weightByClass(losses, oneHot, classWeights);
  });
}

/** Balanced softmax as the last layer. Its scores are the logits [batch, classes] without log n_j. */
export class BalancedSoftmaxHead extends LinearHead<BalancedSoftmaxOptions> {
  /** @nocollapse */
  static readonly className = 'IsomarginBalancedSoftmax';
  private readonly counts: readonly number[];

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<BalancedSoftmaxOptions> & WithClassCounts) {
    super('balanced-softmax', balancedSoftmaxOptions, config);
    this.counts = countsOf(this.owner, this.options.classCounts, this.classes);
  }

  protected override get trainsProbabilities(): boolean {
    return true;
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
    return balancedEntropy(scores, oneHot, this.counts);
  }
}
serialization.registerClass(BalancedSoftmaxHead);

/**
 * Balanced softmax as the last layer of a model.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function balancedSoftmax(
  config: HeadConfig<BalancedSoftmaxOptions> & WithClassCounts,
): BalancedSoftmaxHead {
  return new BalancedSoftmaxHead(config);
}

export const balancedSoftmaxPlugin: LossPlugin<BalancedSoftmaxOptions> = /* @__PURE__ */ defineLoss({
  name: 'balanced-softmax',
  title: 'Balanced softmax',
  package: '@isomargin/long-tail',
  paper: {
    authors: 'Ren, Yu, Sheng, Ma, Zhao, Yi, Li',
    title: 'Balanced Meta-Softmax for Long-Tailed Visual Recognition',
    venue: 'NeurIPS',
    year: 2020,
    url: 'https://arxiv.org/abs/2007.10740',
  },
  task: 'classification',
  options: balancedSoftmaxOptions,
  traits: {rotationInvariant: true},
  needs: {classCounts: true},
  create: (given, {classes, classCounts = [], seed}) =>
    new BalancedSoftmaxHead({
      ...given,
      classCounts: given.classCounts ?? classCounts,
      seed: given.seed ?? seed,
      classes,
    }),
});
