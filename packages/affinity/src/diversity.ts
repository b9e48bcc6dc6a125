import {
  add,
  div,
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
import {
  meanSquaredDistance,
  relativeVarianceOfSquaredDistances,
  varianceOfSquaredDistances,
} from './spread.js';

/** Between which prototypes the distances are to be equal: all, or only those of different classes. */
export type DiversityPairs = 'all' | 'between-classes';

/** Whether distances are compared in embedding units, or in units of their mean. */
export type DiversityScale = 'absolute' | 'relative';

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
  const mean = div(total, pairs) as Scalar;
  const ofAll = mul(
    add(varianceOfSquaredDistances(prototypes), square(sub(allMean, mean))),
    allPairs,
  ) as Scalar;
  const ofPairs = within.reduce<Scalar>(
    (left, distances) => sub(left, sum(square(sub(distances, mean)))),
    ofAll,
  );
  return {mean, variance: relu(div(ofPairs, pairs)) as Scalar};
}

/**
 * Diversity regularizer R (Hayat et al. 2019, eq. 5): the variance of the squared distances between prototypes, 0
 * exactly where all are equidistant.
 *
 * @param prototypes [prototypesPerClass · classes, d]
 * @param pairs all prototypes (the paper's form), or only those of different classes
 * @param scale 'absolute' is the paper's form, in squared embedding units squared; 'relative' divides by the squared mean, so
 *   that it is the squared coefficient of variation and does not depend on how large the embeddings are
 */
export function diversity(
  prototypes: Tensor2D,
  prototypesPerClass = 1,
  pairs: DiversityPairs = 'all',
  scale: DiversityScale = 'absolute',
): Scalar {
  return tidy(() => {
    if (pairs === 'all' || prototypesPerClass === 1) {
      return scale === 'absolute'
        ? varianceOfSquaredDistances(prototypes)
        : relativeVarianceOfSquaredDistances(prototypes);
    }
    const {mean, variance} = spreadBetweenClasses(prototypes, prototypesPerClass);
    return scale === 'absolute' ? variance : div(variance, square(mean));
  });
}
