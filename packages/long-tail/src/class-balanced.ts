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
import {serialization, type Tensor1D, type Tensor2D, tidy} from '@tensorflow/tfjs-core';
import {classCountsOption, countsOf, type WithClassCounts} from './class-counts.js';
import {betaOption, effectiveNumberWeights} from './effective-number.js';

const classBalancedOptions: {
  readonly classCounts: Option<readonly number[] | undefined>;
  readonly beta: Option<number>;
  readonly useBias: Option<boolean>;
} = {classCounts: classCountsOption, beta: betaOption, ...linearOptions};
type ClassBalancedOptions = typeof classBalancedOptions;

/** Options of the pure function. */
export interface ClassBalancedLossOptions extends WithClassCounts {
  /** β in [0, 1]. Default 0.9999. */
  readonly beta?: number;
  /** One more weight a class, multiplied into each example's loss. */
  readonly classWeights?: NumberList;
}

/**
 * Class-balanced softmax cross entropy of each example: −log softmax(W·f + b)_y times the class's weight by effective
 * number (Cui et al. 2019), see `effectiveNumberWeights`.
 *
 * @param embeddings [batch, d]
 * @param labels one-hot [batch, classes] or integers [batch]
 * @param kernel [d, classes]
 * @param bias [classes]; none where left out
 * @returns [batch]
 * @throws LabelError for labels that are out of range, not whole, or of a wrong shape or length
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function classBalancedLoss(
  embeddings: Tensor2D,
  labels: Labels,
  kernel: Tensor2D,
  bias: Tensor1D | undefined,
  options: ClassBalancedLossOptions,
): Tensor1D {
  const owner = 'classBalancedLoss';
  const declared = {
    classCounts: classCountsOption,
    beta: betaOption,
    classWeights: commonOptions.classWeights,
  };
  const {classCounts, beta, classWeights} = resolveOptions(owner, declared, options);
  const classes = kernel.shape[1];
  const weights = effectiveNumberWeights(countsOf(owner, classCounts, classes), beta);
  return tidy(() => {
    const oneHot = oneHotLabels(labels, classes, embeddings.shape[0]);
    const losses = crossEntropyFromLogits(linearScores(embeddings, kernel, bias), oneHot);
    return weightByClass(weightByClass(losses, oneHot, weights), oneHot, classWeights);
  });
}

/** Class-balanced softmax cross entropy as the last layer. Its scores are the logits [batch, classes]. */
export class ClassBalancedHead extends LinearHead<ClassBalancedOptions> {
  /** @nocollapse */
  static readonly className = 'IsomarginClassBalanced';
  private readonly weightsByCount: readonly number[];

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<ClassBalancedOptions> & WithClassCounts) {
    super('class-balanced', classBalancedOptions, config);
    const counts = countsOf(this.owner, this.options.classCounts, this.classes);
    this.weightsByCount = effectiveNumberWeights(counts, this.options.beta);
  }

  protected override get trainsProbabilities(): boolean {
    return true;
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
    return weightByClass(crossEntropyFromLogits(scores, oneHot), oneHot, this.weightsByCount);
  }
}
serialization.registerClass(ClassBalancedHead);

/**
 * Class-balanced softmax cross entropy as the last layer of a model.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function classBalanced(config: HeadConfig<ClassBalancedOptions> & WithClassCounts): ClassBalancedHead {
  return new ClassBalancedHead(config);
}

export const classBalancedPlugin: LossPlugin<ClassBalancedOptions> = /* @__PURE__ */ defineLoss({
  name: 'class-balanced',
  title: 'Class-balanced softmax',
  package: '@isomargin/long-tail',
  paper: {
    authors: 'Cui, Jia, Lin, Song, Belongie',
    title: 'Class-Balanced Loss Based on Effective Number of Samples',
    venue: 'CVPR',
    year: 2019,
    url: 'https://arxiv.org/abs/1901.05555',
  },
  task: 'classification',
  options: classBalancedOptions,
  traits: {rotationInvariant: true},
  needs: {classCounts: true},
  create: (given, {classes, classCounts = [], seed}) =>
    new ClassBalancedHead({
      ...given,
      classCounts: given.classCounts ?? classCounts,
      seed: given.seed ?? seed,
      classes,
    }),
});
