import {withGradient} from '@isomargin/core';
import {gather, mul, reshape, type Scalar, scatterND, type Tensor2D, tensor1d} from '@tensorflow/tfjs-core';
import {classMeans} from './class-means.js';
import {scaled} from './scaled.js';
import {relativeVarianceOfSquaredDistances} from './spread.js';
import {type DiversityPairs, type DiversityScale, spreadOfPairs} from './spread-of-pairs.js';

interface Regularizer {
  readonly diversityWeight: number;
  readonly prototypesPerClass: number;
  readonly diversityPairs: DiversityPairs;
  readonly diversityScale: DiversityScale;
}

/**
 * diversityWeight times the diversity of the prototypes unit · stored, with the gradient to them passed to `stored` unchanged.
 *
 * @param stored [prototypesPerClass · classes, d]
 * @param classes the classes to look at; all where left out
 */
export function regularizer(
  stored: Tensor2D,
  unit: Scalar,
  options: Regularizer,
  classes?: Int32Array,
): Scalar {
  const {diversityWeight, prototypesPerClass, diversityPairs, diversityScale} = options;
  const points = classes === undefined ? stored : ofClasses(stored, classes, prototypesPerClass);
  if (diversityScale === 'relative' && (diversityPairs !== 'between-classes' || prototypesPerClass === 1)) {
    // It does not depend on the scale, so that nothing need be multiplied by the unit.
    const means = diversityPairs === 'class-means' ? classMeans(points, prototypesPerClass) : points;
    return relativeVarianceOfSquaredDistances(means, unit, diversityWeight);
  }
  const spread = spreadOfPairs(scaled(points, unit), prototypesPerClass, diversityPairs, diversityScale);
  return diversityWeight === 1 ? spread : mul(spread, diversityWeight);
}

/** The prototypes of some classes, [prototypesPerClass · classes.length, d]. tfjs's own gradient of `gather` is not on every backend. */
function ofClasses(stored: Tensor2D, classes: Int32Array, prototypesPerClass: number): Tensor2D {
  const all = stored.shape[0] / prototypesPerClass;
  const rows = new Int32Array(classes.length * prototypesPerClass);
  for (let i = 0; i < rows.length; i++) {
    rows[i] = Math.floor(i / classes.length) * all + classes[i % classes.length]!;
  }
  return withGradient([stored], ([v], save) => {
    const indices = tensor1d(rows, 'int32');
    save([indices]);
    return {
      value: gather(v, indices) as Tensor2D,
      gradient: (dy, [saved]) => [scatterND(reshape(saved!, [rows.length, 1]), dy, stored.shape)],
    };
  });
}
