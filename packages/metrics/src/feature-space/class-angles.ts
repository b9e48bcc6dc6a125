import type {Labels} from '../input/labels.js';
import type {Matrix} from '../input/numbers.js';
import {checkBetween, checkChoice, checkKnown} from '../input/options.js';
import {checkTwoClasses, type GroupOptions, meanOfMeans, meansOf, readGroups} from './groups.js';
import {angle, directionsOf, meanAndDeviation, norm} from './vectors.js';

/** Options of the angles of classes. */
export interface AngleOptions extends GroupOptions {
  /** The share of a class's examples that its occupied angle holds: 0 to 1, default 0.9. */
  share?: number;
  /**
   * Where directions are seen from: 'zero' (default), as a softmax layer without bias sees them, or 'mean', the mean of
   * the class means, for losses by distance (affinity, centre), which zero means nothing to.
   */
  origin?: 'zero' | 'mean';
}

/** The directions of one class, in radians. */
export interface ClassAngle {
  /** The class. */
  label: number;
  /** Its examples that have a direction. */
  count: number;
  /** Its examples that lie in the origin and so have none; they are left out. */
  undirected: number;
  /** The mean angle between its examples and the direction of their mean, 0 to π. */
  spread: number | null;
  /** The opening of the cone around the direction of its mean that holds `share` of its examples, 0 to 2π. */
  occupied: number | null;
  /** The class whose mean is nearest by its direction (of equal ones the first), and that angle, 0 to π. */
  nearestClass: number | null;
  nearestAngle: number | null;
}

/**
 * The angle that each class occupies in the feature space. With m_c the mean of class c's embeddings f_i and o the
 * `origin`, a_i is the angle between f_i − o and m_c − o. `occupied` is twice the quantile `share` of the a_i (between
 * two examples by linear interpolation): in two dimensions the sector that the class covers, in more the opening of
 * its cone. `spread` is the mean of the a_i. Softmax gives rare classes less of the angle; losses that space their
 * classes evenly do not. null where a class has no examples with a direction, or a mean without one.
 *
 * @param embeddings [n, d]
 * @param labels [n], or rows [n, classes]
 * @returns one entry a class, ascending
 * @throws RangeError or TypeError where lengths differ, an entry is not finite, a label or an option is not allowed, or
 *   fewer than two classes have examples
 * Source: after Hayat et al., "Gaussian affinity for max-margin class imbalanced learning", ICCV 2019, section 3.1,
 * which argues with pictures; the definition is ours.
 */
export function classAngles(embeddings: Matrix, labels: Labels, options: AngleOptions = {}): ClassAngle[] {
  checkKnown(options, ['classes', 'share', 'origin']);
  const {share = 0.9, origin = 'zero', ...rest} = options;
  checkBetween('share', share, 0, 1);
  checkChoice('origin', origin, ['zero', 'mean']);
  const groups = readGroups(embeddings, labels, rest);
  checkTwoClasses(groups);
  const {data, rows, columns, codes, counts} = groups;
  const means = meansOf(groups);
  const centre = origin === 'mean' ? meanOfMeans(groups, means) : new Float64Array(columns);
  const axes = directionsOf(means, columns, centre);
  const hasAxis = Array.from(counts, (count, code) => count > 0 && norm(axes, code * columns, columns) > 0);
  const angles = Array.from(counts, (): number[] => []);
  const undirected = new Int32Array(counts.length);
  for (let row = 0; row < rows; row++) {
    const code = codes[row]!;
    const direction = directionsOf(data.subarray(row * columns, (row + 1) * columns), columns, centre);
    if (norm(direction, 0, columns) === 0) undirected[code]!++;
    else angles[code]!.push(angle(direction, 0, axes, code * columns, columns));
  }
  return groups.labels.map((label, code): ClassAngle => {
    const own = angles[code]!;
    const known = {label, count: own.length, undirected: undirected[code]!};
    if (own.length === 0 || !hasAxis[code])
      return {...known, spread: null, occupied: null, nearestClass: null, nearestAngle: null};
    let nearestClass: number | null = null;
    let nearestAngle: number | null = null;
    for (let other = 0; other < counts.length; other++) {
      if (other === code || !hasAxis[other]) continue;
      const between = angle(axes, code * columns, axes, other * columns, columns);
      if (nearestAngle === null || between < nearestAngle) {
        nearestAngle = between;
        nearestClass = groups.labels[other]!;
      }
    }
    return {
      ...known,
      spread: meanAndDeviation(own).mean,
      occupied: 2 * quantile(own, share),
      nearestClass,
      nearestAngle,
    };
  });
}

function quantile(values: number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!);
}
