import {
  type CommonOptions,
  type GivenOptions,
  type Labels,
  resolveOptions,
  rowsOfLength,
} from '@isomargin/core';
import {type Tensor1D, type Tensor2D, tidy} from '@tensorflow/tfjs-core';
import {contrastiveOfPairs, type PairAverage} from './contrastive-pairs.js';
import {lossOfPairs} from './loss-of-pairs.js';
import {membership} from './membership.js';
import {classWeightOption, contrastiveLossOptions} from './options.js';

/** Options of the pure function. */
export type ContrastiveLossOptions = GivenOptions<
  typeof contrastiveLossOptions & Pick<CommonOptions, 'classWeights'>
>;

/**
 * Contrastive loss (Hadsell, Chopra, LeCun 2006) over all pairs of a batch: D² for two examples of one class, and
 * max(0, margin − D)² for two of different classes. The paper has half of that.
 *
 * An example's value is the mean over its pairs with all others (with another `average`: a share of the sum), so that the mean
 * over the batch is the mean over all pairs. A batch without pairs has a loss of 0. Distances are computed on the
 * host, in float64: the embeddings are read back.
 *
 * @param embeddings [batch, d]
 * @param labels integers from 0 [batch], one-hot rows [batch, classes] are taken too
 * @returns [batch]
 * @throws LabelError for labels that are negative, not whole, or of a wrong shape or length
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function contrastiveLoss(
  embeddings: Tensor2D,
  labels: Labels,
  options: ContrastiveLossOptions = {},
): Tensor1D {
  const declared = {...contrastiveLossOptions, ...classWeightOption};
  const {classWeights, ...resolved} = resolveOptions('contrastiveLoss', declared, options);
  return tidy(() => {
    const {classOf, weigh} = membership(labels, embeddings.shape[0], classWeights);
    return weigh(contrastiveOf(embeddings, classOf, resolved));
  });
}

/** The same for classes [batch] that are checked, without class weights. */
export function contrastiveOf(
  embeddings: Tensor2D,
  classOf: Int32Array,
  {margin, average, normalize}: {margin: number; average: PairAverage; normalize: boolean},
): Tensor1D {
  return tidy(() => {
    const vectors = normalize ? rowsOfLength(embeddings, 1) : embeddings;
    return lossOfPairs(vectors, (squared) => contrastiveOfPairs(squared, classOf, margin, average));
  });
}
