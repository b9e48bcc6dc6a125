import {type Labels, readLabels} from './labels.js';

/**
 * How many examples each class has.
 *
 * @returns one count a class, also for classes without an example
 * @throws LabelError as `readLabels` does
 */
export function classCounts(labels: Labels, classes: number): Int32Array {
  const counts = new Int32Array(classes);
  for (const label of readLabels(labels, classes)) counts[label]!++;
  return counts;
}
