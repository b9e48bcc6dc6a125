import type {Labels} from '../input/labels.js';
import type {Matrix} from '../input/numbers.js';
import {checkKnown} from '../input/options.js';
import {checkTwoClasses, type GroupOptions, meansOf, readGroups} from './groups.js';
import {distance} from './vectors.js';

/** How wide one class is, and how far away the others are. */
export interface ClassSpread {
  /** The class. */
  label: number;
  /** Its examples. */
  count: number;
  /** The mean squared distance of its examples to their mean, in squared units of the embedding; null without examples. */
  intraClassVariance: number | null;
  /** The mean distance of its mean to the means of the other classes; null without examples. */
  interClassDistance: number | null;
  /** The class with the nearest mean (of equally near ones the first), and its distance; null without examples. */
  nearestClass: number | null;
  nearestDistance: number | null;
}

/** How wide classes are, and how far apart. */
export interface FeatureSpread {
  /** One entry a class, ascending. */
  perClass: ClassSpread[];
  /** The unweighted mean over the classes with examples, so that a rare class counts as much as a common one. */
  intraClassVariance: number;
  /** The mean over all pairs of classes with examples. */
  interClassDistance: number;
}

/**
 * Intra-class variance and inter-class distance of embeddings, by Euclidean distance. Distances scale with the
 * embedding: compare ratios between models, not the numbers themselves.
 *
 * @param embeddings [n, d]
 * @param labels [n], or rows [n, classes]
 * @throws RangeError or TypeError where lengths differ, an entry is not finite, a label or an option is not allowed, or
 *   fewer than two classes have examples
 */
export function classSpread(embeddings: Matrix, labels: Labels, options: GroupOptions = {}): FeatureSpread {
  checkKnown(options, ['classes']);
  const groups = readGroups(embeddings, labels, options);
  checkTwoClasses(groups);
  const {data, rows, columns, codes, counts} = groups;
  const means = meansOf(groups);
  const squares = new Float64Array(counts.length);
  for (let row = 0; row < rows; row++) {
    const code = codes[row]!;
    squares[code]! += distance(data, row * columns, means, code * columns, columns) ** 2;
  }
  const present = [...counts.keys()].filter((code) => counts[code]! > 0);
  let allVariances = 0;
  let allDistances = 0;
  const perClass = groups.labels.map((label, code): ClassSpread => {
    const count = counts[code]!;
    if (count === 0)
      return {
        label,
        count,
        intraClassVariance: null,
        interClassDistance: null,
        nearestClass: null,
        nearestDistance: null,
      };
    const intraClassVariance = squares[code]! / count;
    let sum = 0;
    let nearestClass = -1;
    let nearestDistance = Number.POSITIVE_INFINITY;
    for (const other of present) {
      if (other === code) continue;
      const apart = distance(means, code * columns, means, other * columns, columns);
      sum += apart;
      if (apart < nearestDistance) {
        nearestClass = groups.labels[other]!;
        nearestDistance = apart;
      }
    }
    const interClassDistance = sum / (present.length - 1);
    allVariances += intraClassVariance;
    allDistances += interClassDistance;
    return {label, count, intraClassVariance, interClassDistance, nearestClass, nearestDistance};
  });
  return {
    perClass,
    intraClassVariance: allVariances / present.length,
    interClassDistance: allDistances / present.length,
  };
}
