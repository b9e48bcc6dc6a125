import {resolveOptions} from '@isomargin/core';
import type {Scalar, Tensor2D} from '@tensorflow/tfjs-core';
import {affinityOptions} from './options.js';
import {type DiversityPairs, type DiversityScale, spreadOfPairs} from './spread-of-pairs.js';

const declared = {
  prototypesPerClass: affinityOptions.prototypesPerClass,
  pairs: affinityOptions.diversityPairs,
  scale: affinityOptions.diversityScale,
};

/**
 * Diversity regularizer R (Hayat et al. 2019, eq. 5): the variance of the squared distances between prototypes, 0
 * exactly where all are equidistant.
 *
 * @param prototypes [prototypesPerClass · classes, d]
 * @param pairs which distances; 'all' is the paper's form
 * @param scale 'absolute' is the paper's form, in squared embedding units squared; 'relative' divides by the squared mean, so
 *   that it is the squared coefficient of variation and does not depend on how large the embeddings are
 *
 * @throws Error for prototypes whose shape does not fit
 * @throws OptionError for another number of prototypes a class than an integer >= 1, and for other words
 */
export function diversity(
  prototypes: Tensor2D,
  prototypesPerClass = 1,
  pairs: DiversityPairs = 'all',
  scale: DiversityScale = 'absolute',
): Scalar {
  resolveOptions('diversity', declared, {prototypesPerClass, pairs, scale});
  const rows = prototypes.shape[0];
  const least = pairs === 'all' ? 2 : 2 * prototypesPerClass;
  if (prototypes.rank !== 2 || rows < least || !Number.isInteger(rows / prototypesPerClass)) {
    throw new Error(
      `diversity: prototypes must have shape [${prototypesPerClass} · classes, d] and at least ${least} rows, but have shape [${prototypes.shape}].`,
    );
  }
  return spreadOfPairs(prototypes, prototypesPerClass, pairs, scale);
}
