import {auroc, averagePrecision} from '@isomargin/metrics';

/**
 * By how much each class is ahead of the best other one: [n, classes], above 0 for the class that is predicted. Whatever scores a head
 * gives (logits, affinities, distances below 0), these are comparable between examples: logits alone are not, since adding
 * a number to all logits of an example changes no decision. With two classes they rank as probabilities do.
 *
 * @param scores [n, classes]
 */
export function leads(scores: Float32Array, classes: number): Float64Array {
  const result = new Float64Array(scores.length);
  for (let start = 0; start < scores.length; start += classes) {
    const row = scores.subarray(start, start + classes);
    for (const [label, score] of row.entries()) {
      let best = Number.NEGATIVE_INFINITY;
      for (const [other, value] of row.entries()) if (other !== label && value > best) best = value;
      result[start + label] = score - best;
    }
  }
  return result;
}

/** How well scores rank, before any decision. */
export interface Ranking {
  /** One-vs-rest, mean over the classes. */
  readonly auroc: number;
  /** One-vs-rest, mean over the rare classes, or over all where none is rare. */
  readonly averagePrecision: number;
}

/**
 * @param labels [n]
 * @param scores [n, classes], of any scale
 */
export function ranking(
  labels: Int32Array,
  scores: Float32Array,
  classes: number,
  rareLabels: readonly number[],
): Ranking {
  const rows = {data: leads(scores, classes), shape: [labels.length, classes] as const};
  return {
    auroc: auroc(labels, rows, {sumTolerance: Number.POSITIVE_INFINITY}),
    averagePrecision: averagePrecision(labels, rows, {
      zeroDivision: Number.NaN,
      ...(rareLabels.length === 0 ? {} : {labels: [...rareLabels]}),
    }),
  };
}
