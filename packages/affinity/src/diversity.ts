import {resolveOptions} from '@isomargin/core';
import {
  add,
  div,
  maximum,
  mul,
  relu,
  type Scalar,
  slice,
  square,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import {classMeans} from './class-means.js';
import {affinityOptions} from './options.js';
import {
  meanSquaredDistance,
  relativeVarianceOfSquaredDistances,
  varianceOfSquaredDistances,
} from './spread.js';

/**
 * Which distances are to be equal: those between all prototypes, those between prototypes of different classes, or those
 * between the classes' mean prototypes. With one prototype a class they are the same.
 */
export type DiversityPairs = 'all' | 'between-classes' | 'class-means';

/** Whether distances are compared in embedding units, or in units of their mean. */
export type DiversityScale = 'absolute' | 'relative';

const declared = {
  prototypesPerClass: affinityOptions.prototypesPerClass,
  pairs: affinityOptions.diversityPairs,
  scale: affinityOptions.diversityScale,
};

interface Spread {
  /** Mean squared distance of the pairs. */
  readonly mean: Scalar;
  /** Variance of the squared distances of the pairs. */
  readonly variance: Scalar;
}

/**
 * Mean and variance of the squared distances between prototypes of different classes: those of all pairs, less the few
 * pairs within a class. The variance is accurate to about 1e-7 of the squared mean.
 */
function spreadBetweenClasses(prototypes: Tensor2D, prototypesPerClass: number): Spread {
  const [n, d] = prototypes.shape;
  const classes = n / prototypesPerClass;
  const within: Tensor1D[] = [];
  for (let t = 0; t < prototypesPerClass; t++) {
    for (let s = 0; s < t; s++) {
      const a = slice(prototypes, [t * classes, 0], [classes, d]);
      const b = slice(prototypes, [s * classes, 0], [classes, d]);
      within.push(sum(square(sub(a, b)), 1));
    }
  }
  const allPairs = (n * (n - 1)) / 2;
  const pairs = allPairs - classes * within.length;
  const allMean = meanSquaredDistance(prototypes);
  const total = within.reduce<Scalar>((left, distances) => sub(left, sum(distances)), mul(allMean, allPairs));
  const average = div(total, pairs) as Scalar;
  const ofAll = mul(
    add(varianceOfSquaredDistances(prototypes), square(sub(allMean, average))),
    allPairs,
  ) as Scalar;
  const ofPairs = within.reduce<Scalar>(
    (left, distances) => sub(left, sum(square(sub(distances, average)))),
    ofAll,
  );
  return {mean: average, variance: relu(div(ofPairs, pairs)) as Scalar};
}

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
  return tidy(() => {
    if (pairs !== 'between-classes' || prototypesPerClass === 1) {
      const points = pairs === 'class-means' ? classMeans(prototypes, prototypesPerClass) : prototypes;
      return scale === 'absolute'
        ? varianceOfSquaredDistances(points)
        : relativeVarianceOfSquaredDistances(points);
    }
    const spread = spreadBetweenClasses(prototypes, prototypesPerClass);
    if (scale === 'absolute') return spread.variance;
    // In two steps, and not by 0: the gradient divides by the square of each divisor.
    const average = maximum(spread.mean, 1e-15);
    return div(div(spread.variance, average), average);
  });
}
