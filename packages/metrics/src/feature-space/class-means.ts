import type {Labels} from '../input/labels.js';
import type {Matrix} from '../input/numbers.js';
import {checkKnown} from '../input/options.js';
import {type GroupOptions, meansOf, readGroups} from './groups.js';

/** The means of the classes that have examples. */
export interface ClassMeans {
  /** The classes with examples, ascending. */
  labels: number[];
  /** The examples of each. */
  counts: number[];
  /** The mean of each, [labels.length, d], in float64: in the form in which every function here takes rows. */
  means: {data: Float64Array; shape: [rows: number, columns: number]};
}

/**
 * The mean embedding of each class: what {@link equidistance} can be asked about a model without prototypes.
 *
 * @param embeddings [n, d]
 * @param labels [n], or rows [n, classes]
 * @throws RangeError or TypeError where lengths differ, an entry is not finite, or a label or an option is not allowed
 */
export function classMeans(embeddings: Matrix, labels: Labels, options: GroupOptions = {}): ClassMeans {
  checkKnown(options, ['classes']);
  const groups = readGroups(embeddings, labels, options);
  const {columns} = groups;
  const means = meansOf(groups);
  const present = [...groups.counts.keys()].filter((code) => groups.counts[code]! > 0);
  const data = new Float64Array(present.length * columns);
  for (const [place, code] of present.entries())
    data.set(means.subarray(code * columns, (code + 1) * columns), place * columns);
  return {
    labels: present.map((code) => groups.labels[code]!),
    counts: present.map((code) => groups.counts[code]!),
    means: {data, shape: [present.length, columns]},
  };
}
