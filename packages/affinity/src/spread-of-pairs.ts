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

/** `diversity` of prototypes and options that have been checked. */
export function spreadOfPairs(
  prototypes: Tensor2D,
  prototypesPerClass: number,
  pairs: DiversityPairs,
  scale: DiversityScale,
): Scalar {
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
