import {
  type CommonOptions,
  type GivenOptions,
  type Labels,
  type ResolvedOptions,
  resolveOptions,
  rowsOfLength,
} from '@isomargin/core';
import {type Tensor1D, type Tensor2D, tidy} from '@tensorflow/tfjs-core';
import {lossOfPairs} from './loss-of-pairs.js';
import {membership} from './membership.js';
import {classWeightOption, tripletLossOptions} from './options.js';
import {tripletsOfAnchors} from './triplets-of-anchors.js';

/** Options of the pure function. */
export type TripletLossOptions = GivenOptions<
  typeof tripletLossOptions & Pick<CommonOptions, 'classWeights'>
>;

/**
 * Triplet loss over the triplets of a batch that mining chooses: max(0, D(a,p) − D(a,n) + margin) for an anchor, a
 * positive of its class and a negative of another. The defaults are those of Schroff, Kalenichenko, Philbin 2015: semi-hard
 * negatives, squared distances, embeddings of length 1.
 *
 * An example's value is the sum over the triplets that it is the anchor of, times batch / triplets, so that the mean over the batch
 * is the mean over the triplets. A batch without a triplet has a loss of 0. Distances are computed and triplets chosen on the
 * host, in float64: the embeddings are read back.
 *
 * @param embeddings [batch, d]
 * @param labels integers from 0 [batch], one-hot rows [batch, classes] are taken too
 * @returns [batch]
 * @throws LabelError for labels that are negative, not whole, or of a wrong shape or length
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function tripletLoss(
  embeddings: Tensor2D,
  labels: Labels,
  options: TripletLossOptions = {},
): Tensor1D {
  const declared = {...tripletLossOptions, ...classWeightOption};
  const {classWeights, ...resolved} = resolveOptions('tripletLoss', declared, options);
  return tidy(() => {
    const {classOf, weigh} = membership(labels, embeddings.shape[0], classWeights);
    return weigh(tripletOf(embeddings, classOf, resolved));
  });
}

/** The same for classes [batch] that are checked, without class weights. */
export function tripletOf(
  embeddings: Tensor2D,
  classOf: Int32Array,
  options: ResolvedOptions<typeof tripletLossOptions>,
): Tensor1D {
  return tidy(() => {
    const vectors = options.normalize ? rowsOfLength(embeddings, 1) : embeddings;
    return lossOfPairs(vectors, (squared) => tripletsOfAnchors(squared, classOf, options));
  });
}
