import {
  type CommonOptions,
  commonOptions,
  cosineScores,
  crossEntropyWithOwn,
  type GivenOptions,
  type Labels,
  OptionError,
  oneHotLabels,
  resolveOptions,
  weightByClass,
} from '@isomargin/core';
import {mul, type Tensor1D, type Tensor2D, tidy} from '@tensorflow/tfjs-core';
import {addAngle} from './angular-margin.js';
import {largestOfSubcenters} from './nearest-subcenter.js';
import {arcfaceOptions} from './options.js';

/** Options of the pure function: scale, margin, sub-centres, easy margin and class weights. */
export type ArcfaceLossOptions = GivenOptions<typeof arcfaceOptions & Pick<CommonOptions, 'classWeights'>>;

/**
 * ArcFace (Deng et al. 2019, eq. 3), with several sub-centres a class where asked for (Deng et al. 2020), of each example: cross
 * entropy of the scores s cos θ_j with s cos(θ_y + m) for the own class, and s (cos θ_y − m sin m) where θ_y + m > π.
 * Embeddings and columns of the kernel are scaled to length 1 inside; those of length 0 have a cosine of 0 and no
 * gradient. Angles under about 5e-4 are not told apart by float32 cosines.
 *
 * @param embeddings [batch, d]
 * @param labels one-hot [batch, classes] or integers [batch]
 * @param kernel [d, subcenters · classes]: first one column of every class, then the next of every class
 * @returns [batch]
 * @throws LabelError for labels that are out of range, not whole, or of a wrong shape or length
 * @throws OptionError for an unknown option or a value that is not allowed, or a kernel whose columns are not a
 *   multiple of `subcenters`
 */
export function arcfaceLoss(
  embeddings: Tensor2D,
  labels: Labels,
  kernel: Tensor2D,
  options: ArcfaceLossOptions = {},
): Tensor1D {
  const declared = {...arcfaceOptions, classWeights: commonOptions.classWeights};
  const {scale, margin, subcenters, easyMargin, classWeights} = resolveOptions(
    'arcfaceLoss',
    declared,
    options,
  );
  const classes = kernel.shape[1] / subcenters;
  if (!Number.isInteger(classes)) {
    throw new OptionError(
      `arcfaceLoss: subcenters must divide the kernel's ${kernel.shape[1]} columns, but is ${subcenters}.`,
    );
  }
  return tidy(() => {
    const oneHot = oneHotLabels(labels, classes, embeddings.shape[0]);
    const scores = scoresFor(embeddings, kernel, scale, subcenters);
    return weightByClass(lossOfScores(scores, oneHot, {scale, margin, easyMargin}), oneHot, classWeights);
  });
}

/**
 * s cos θ_j to the nearest sub-centre of each class.
 *
 * @param embeddings [batch, d]
 * @param kernel [d, subcenters · classes]
 * @returns [batch, classes]
 */
export function scoresFor(
  embeddings: Tensor2D,
  kernel: Tensor2D,
  scale: number,
  subcenters: number,
): Tensor2D {
  return tidy(() => largestOfSubcenters(cosineScores(embeddings, kernel, scale), subcenters));
}

/**
 * Cross entropy with the margin added to the angle behind each example's own score.
 *
 * @param scores s cos θ_j, [batch, classes]
 * @param oneHot [batch, classes]
 * @returns [batch]
 */
export function lossOfScores(
  scores: Tensor2D,
  oneHot: Tensor2D,
  {scale, margin, easyMargin}: {scale: number; margin: number; easyMargin: boolean},
): Tensor1D {
  return crossEntropyWithOwn(scores, oneHot, (own) => {
    const cosines = mul(own, 1 / scale) as Tensor2D;
    return mul(addAngle(cosines, margin, easyMargin), scale) as Tensor2D;
  });
}
