import {
  commonOptions,
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
  withGradient,
} from '@isomargin/core';
import {
  add,
  div,
  exp,
  less,
  log,
  max,
  mul,
  pow,
  reshape,
  serialization,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  tidy,
  where,
} from '@tensorflow/tfjs-core';

const gammaOption = number({
  default: 2,
  min: 0,
  description: 'How strongly examples that are already right are turned down; 0 is softmax cross entropy.',
  search: {low: 0.5, high: 5, scale: 'linear'},
});
const focalOptions: {readonly gamma: Option<number>; readonly useBias: Option<boolean>} = {
  gamma: gammaOption,
  ...linearOptions,
};
type FocalOptions = typeof focalOptions;

/** Options of the pure function. */
export interface FocalLossOptions {
  /** γ >= 0. Default 2. */
  readonly gamma?: number;
  /** One weight a class (the paper's α), multiplied into each example's loss. */
  readonly classWeights?: NumberList;
}

/**
 * (1 − p_y)^γ · (−log p_y). With q = 1 − p_y as the share of the other classes, never by subtraction, and the gradient
 * with respect to the cross entropy written as q^γ (1 + γ p_y · ce/q), it keeps its digits where p_y is all but 1 and
 * is finite for every γ >= 0.
 */
function focalFromLogits(scores: Tensor2D, labels: Tensor2D, gamma: number): Tensor1D {
  return withGradient([scores], ([s], save) => {
    const shifted = sub(s, max(s, 1, true));
    const powers = exp(shifted);
    const total = sum(powers, 1, true);
    const wrong = div(mul(powers, sub(1, labels)), total) as Tensor2D;
    const q = sum(wrong, 1, true);
    const entropy = sub(log(total), sum(mul(shifted, labels), 1, true));
    // −log(1 − q)/q; by its series where the logarithm of a number near 1 has lost its digits.
    const series = add(1, mul(q, add(1 / 2, mul(q, add(1 / 3, mul(q, 1 / 4))))));
    const isSmall = less(q, 0.01);
    const ratio = where(isSmall, series, div(entropy, q));
    const factor = pow(q, gamma);
    const own = sub(1, q);
    const slope = mul(factor, add(1, mul(gamma, mul(own, ratio))));
    save([wrong, q, slope, labels]);
    return {
      value: reshape(mul(factor, where(isSmall, mul(q, series), entropy)), [-1]) as Tensor1D,
      gradient: (dy, [savedWrong, savedQ, savedSlope, savedLabels]) => {
        const strength = mul(reshape(dy, [-1, 1]), savedSlope!);
        return [mul(strength, sub(savedWrong!, mul(savedLabels!, savedQ!)))];
      },
    };
  });
}

/**
 * Focal loss of each example in its softmax form, (1 − p_y)^γ · (−log p_y) with p = softmax(W·f + b) (Lin et al. 2017).
 *
 * @param embeddings [batch, d]
 * @param labels one-hot [batch, classes] or integers [batch]
 * @param kernel [d, classes]
 * @param bias [classes]; none where left out
 * @returns [batch]
 * @throws LabelError for labels that are out of range, not whole, or of a wrong shape or length
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function focalLoss(
  embeddings: Tensor2D,
  labels: Labels,
  kernel: Tensor2D,
  bias?: Tensor1D,
  options: FocalLossOptions = {},
): Tensor1D {
  const declared = {gamma: gammaOption, classWeights: commonOptions.classWeights};
  const {gamma, classWeights} = resolveOptions('focalLoss', declared, options);
  return tidy(() => {
    const oneHot = oneHotLabels(labels, kernel.shape[1], embeddings.shape[0]);
    return weightByClass(
      focalFromLogits(linearScores(embeddings, kernel, bias), oneHot, gamma),
      oneHot,
      classWeights,
    );
  });
}

/** Focal loss as the last layer. Its scores are the logits [batch, classes]. */
export class FocalHead extends LinearHead<FocalOptions> {
  /** @nocollapse */
  static readonly className = 'IsomarginFocal';

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<FocalOptions>) {
    super('focal', focalOptions, config);
  }

  protected override get trainsProbabilities(): boolean {
    return true;
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
    return focalFromLogits(scores, oneHot, this.options.gamma);
  }
}
serialization.registerClass(FocalHead);

/**
 * Focal loss as the last layer of a model.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function focal(config: HeadConfig<FocalOptions>): FocalHead {
  return new FocalHead(config);
}

export const focalPlugin: LossPlugin<FocalOptions> = /* @__PURE__ */ defineLoss({
  name: 'focal',
  title: 'Focal loss',
  package: '@isomargin/long-tail',
  paper: {
    authors: 'Lin, Goyal, Girshick, He, Dollár',
    title: 'Focal Loss for Dense Object Detection',
    venue: 'ICCV',
    year: 2017,
    url: 'https://arxiv.org/abs/1708.02002',
  },
  task: 'classification',
  options: focalOptions,
  traits: {rotationInvariant: true},
  create: (given, {classes, seed}) => new FocalHead({...given, seed: given.seed ?? seed, classes}),
});
