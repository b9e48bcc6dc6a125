import {
  type CommonOptions,
  crossEntropyFromLogits,
  type GivenOptions,
  type Labels,
  linearScores,
  oneHotLabels,
  type ResolvedOptions,
  resolveOptions,
  weightByClass,
} from '@isomargin/core';
import {add, mul, type Tensor1D, type Tensor2D, tidy} from '@tensorflow/tfjs-core';
import {contrastiveOf} from './contrastive-loss.js';
import {classesOf} from './membership.js';
import {classWeightOption, softmaxContrastiveLossOptions} from './options.js';

/** Options of the pure function. */
export type SoftmaxContrastiveLossOptions = GivenOptions<
  typeof softmaxContrastiveLossOptions & Pick<CommonOptions, 'classWeights'>
>;

/**
 * Softmax with contrastive loss, the identification and verification signal of DeepID2 (Sun, Chen, Wang, Tang 2014, eq. 1 and 2):
 * −log softmax(f·W + b)_y + λ/2 · (the example's contrastive loss). The latter is that of `contrastiveLoss`, over all pairs of
 * the batch, and the half of it is the paper's.
 *
 * @param embeddings [batch, d]
 * @param labels one-hot [batch, classes] or integers [batch]
 * @param kernel W, [d, classes]
 * @param bias b, [classes]; undefined for none
 * @returns [batch]
 * @throws LabelError for labels that are out of range, not whole, or of a wrong shape or length
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function softmaxContrastiveLoss(
  embeddings: Tensor2D,
  labels: Labels,
  kernel: Tensor2D,
  bias?: Tensor1D,
  options: SoftmaxContrastiveLossOptions = {},
): Tensor1D {
  const declared = {...softmaxContrastiveLossOptions, ...classWeightOption};
  const {classWeights, ...resolved} = resolveOptions('softmaxContrastiveLoss', declared, options);
  return tidy(() => {
    const oneHot = oneHotLabels(labels, kernel.shape[1], embeddings.shape[0]);
    const scores = linearScores(embeddings, kernel, bias);
    return weightByClass(joinedLoss(scores, embeddings, oneHot, resolved), oneHot, classWeights);
  });
}

/** The same from the scores, without class weights. */
export function joinedLoss(
  scores: Tensor2D,
  embeddings: Tensor2D,
  oneHot: Tensor2D,
  options: ResolvedOptions<typeof softmaxContrastiveLossOptions>,
): Tensor1D {
  const {verificationWeight, ...ofPairs} = options;
  return tidy(() => {
    const identification = crossEntropyFromLogits(scores, oneHot);
    if (verificationWeight === 0) return identification;
    const verification = contrastiveOf(embeddings, classesOf(oneHot), ofPairs);
    return add(identification, mul(verification, verificationWeight / 2)) as Tensor1D;
  });
}
