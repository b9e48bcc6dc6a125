import type {Labels} from '../input/labels.js';
import {type Numbers, readNumbers} from '../input/numbers.js';
import {checkChoice, checkKnown, refuse} from '../input/options.js';
import {type ConfusionMatrix, confusionMatrix} from './confusion-matrix.js';
import {countsPerClass} from './per-class.js';

/** Options of the accuracy by training frequency. */
export interface ShotOptions {
  /** Training examples of each class, [classes]. */
  trainCounts: Numbers;
  /** Classes with more training examples than this are many-shot; default 100. */
  many?: number;
  /** Classes with fewer training examples than this are few-shot; default 20. */
  few?: number;
  /** The mean over the group's 'classes' (default) or over its 'examples': the same on a balanced test set. */
  average?: 'classes' | 'examples';
  /** How much each example counts, [n]: finite, at least 0, not all 0. Default 1 each. */
  sampleWeights?: Numbers;
}

/** How the classes of similar training frequency do. */
export interface ShotGroup {
  /** The mean recall of the group's classes, 0 to 1; null where the test set has no example of them. */
  accuracy: number | null;
  /** The classes of the group, also those without test examples. */
  labels: number[];
  /** Test examples of these classes, or the sum of their weights. */
  support: number;
}

export interface ShotAccuracy {
  many: ShotGroup;
  medium: ShotGroup;
  few: ShotGroup;
}

/** {@link shotAccuracy} of a confusion matrix whose classes are 0 to trainCounts.length − 1, or some of them. */
export function shotAccuracyOf(
  confusion: ConfusionMatrix,
  options: Omit<ShotOptions, 'sampleWeights'>,
): ShotAccuracy {
  checkKnown(options, ['trainCounts', 'many', 'few', 'average']);
  const {trainCounts, many = 100, few = 20, average = 'classes'} = options;
  const counts = readNumbers('trainCounts', trainCounts);
  for (const [index, count] of counts.entries())
    if (count < 0) refuse(`trainCounts[${index}]`, count, 'a count must be at least 0');
  if (!(Number.isFinite(many) && few >= 0 && few <= many))
    refuse('many', many, `it must be a number of at least few, which is ${few} and must be at least 0`);
  checkChoice('average', average, ['classes', 'examples']);
  const outside = confusion.labels.find((label) => label >= counts.length);
  if (outside !== undefined)
    throw new RangeError(`trainCounts has ${counts.length} entries: label ${outside} has none`);
  const tested = new Map(countsPerClass(confusion).map((entry) => [entry.label, entry]));

  const groupOf = (belongs: (count: number) => boolean): ShotGroup => {
    const labels = Array.from(counts.keys()).filter((label) => belongs(counts[label] as number));
    const present = labels.flatMap((label) => tested.get(label) ?? []).filter(({support}) => support > 0);
    const support = present.reduce((sum, entry) => sum + entry.support, 0);
    const accuracy =
      average === 'classes'
        ? present.reduce((sum, entry) => sum + entry.truePositives / entry.support, 0) / present.length
        : present.reduce((sum, entry) => sum + entry.truePositives, 0) / support;
    return {accuracy: present.length > 0 ? accuracy : null, labels, support};
  };
  return {
    many: groupOf((count) => count > many),
    medium: groupOf((count) => count >= few && count <= many),
    few: groupOf((count) => count < few),
  };
}

/**
 * Accuracy by how many training examples the classes had: many-shot (more than 100), medium-shot, few-shot (fewer
 * than 20), as in the long-tail literature.
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param yPred labels [n] or scores [n, classes]
 * @throws RangeError or TypeError as {@link confusionMatrix}, or where an option is missing or not allowed
 * Source: Liu et al., "Large-scale long-tailed recognition in an open world", CVPR 2019.
 */
export function shotAccuracy(yTrue: Labels, yPred: Labels, options: ShotOptions): ShotAccuracy {
  const {sampleWeights, ...rest} = options;
  const classes = readNumbers('trainCounts', rest.trainCounts).length;
  return shotAccuracyOf(confusionMatrix(yTrue, yPred, {classes, sampleWeights}), rest);
}
