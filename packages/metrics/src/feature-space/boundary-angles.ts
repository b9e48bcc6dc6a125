import type {Matrix} from '../input/numbers.js';
import {readMatrix} from '../input/numbers.js';
import {refuse} from '../input/options.js';
import {norm} from './vectors.js';

/** How much room a linear layer leaves to one class. */
export interface BoundaryAngle {
  /** The class: the row of the weights. */
  label: number;
  /**
   * The angle between the class's weight vector and its nearest decision boundary, −π/2 to π/2 radians. null where the
   * vector is zero.
   */
  angle: number | null;
  /** The class on the other side of that boundary (of equally near ones the first). */
  nearestClass: number | null;
}

/**
 * The angle that a linear layer (softmax, hinge) leaves to each class: how far a direction may turn away from the
 * class's weight vector before another class scores higher. With w_j the weights and no bias, the boundary of j and k
 * is the plane (w_j − w_k)·f = 0, and the angle of w_j to it is asin(w_j·(w_j − w_k) / (‖w_j‖‖w_j − w_k‖)); reported
 * is the smallest over k. Equally long weights halve the angle between them; the shorter one of two has less. Below 0
 * not even the class's own direction is taken for the class.
 *
 * @param weights [classes, d], one row a class: the transpose of a dense layer's kernel
 * @returns one entry a class
 * @throws RangeError or TypeError where an entry is not finite or there are fewer than two classes
 * Source: after Hayat et al., "Gaussian affinity for max-margin class imbalanced learning", ICCV 2019, section 3.1,
 * which argues with two classes and pictures.
 */
export function boundaryAngles(weights: Matrix): BoundaryAngle[] {
  const {rows, columns, data} = readMatrix('weights', weights);
  if (rows < 2) refuse('weights', `[${rows}, ${columns}]`, 'rows of at least two classes are needed');
  return Array.from({length: rows}, (_, label): BoundaryAngle => {
    const own = norm(data, label * columns, columns);
    if (own === 0) return {label, angle: null, nearestClass: null};
    let least = Number.POSITIVE_INFINITY;
    let nearestClass = -1;
    for (let other = 0; other < rows; other++) {
      if (other === label) continue;
      const found = angleToBoundary(data, label * columns, other * columns, columns, own);
      if (found < least) {
        least = found;
        nearestClass = other;
      }
    }
    return {label, angle: least, nearestClass};
  });
}

/** By both legs of the triangle, as the arc sine is inexact near ±π/2. */
function angleToBoundary(
  weights: ArrayLike<number>,
  at: number,
  otherAt: number,
  columns: number,
  own: number,
): number {
  let along = 0;
  for (let j = 0; j < columns; j++)
    along += (weights[at + j]! - weights[otherAt + j]!) * (weights[at + j]! / own);
  let across = 0;
  for (let j = 0; j < columns; j++) {
    const difference = weights[at + j]! - weights[otherAt + j]!;
    across += (difference - along * (weights[at + j]! / own)) ** 2;
  }
  return Math.atan2(along, Math.sqrt(across));
}
