import {type ConfusionMatrix, readConfusions} from '../classification/confusion-matrix.js';
import {checkOptions, type MetricOptions} from '../classification/options.js';
import type {Labels} from '../input/labels.js';
import {checkKnown, checkWhole} from '../input/options.js';
import {ExactSum} from '../sums/exact-sum.js';
import {type Accumulator, checkAdded, checkSame} from './accumulator.js';

/** The cells that are not empty: each its place [true * classes + predicted] and its sum. */
export interface ConfusionState {
  classes: number;
  cells: readonly (readonly [cell: number, sum: readonly number[]])[];
}

/**
 * A confusion matrix of many batches, and with it all that has a form on confusion matrices: `macroF1Of(matrix)`.
 *
 * @param options.classes the number of classes; it must be given, because no batch may tell
 * @throws RangeError where it is missing or not allowed
 */
export function confusionAccumulator(
  options: Required<Pick<MetricOptions, 'classes'>>,
): Accumulator<Labels, ConfusionMatrix, ConfusionState> {
  checkOptions(options, ['classes']);
  const {classes} = options;
  checkWhole('classes', classes, 1, 16384);
  const cells = new Map<number, ExactSum>();
  const sumOf = (cell: number): ExactSum => {
    const known = cells.get(cell);
    if (known) return known;
    const sum = new ExactSum();
    cells.set(cell, sum);
    return sum;
  };
  return {
    get state() {
      return {classes, cells: [...cells].map(([cell, {parts}]) => [cell, [...parts]] as const)};
    },
    update(yTrue, yPred, given = {}) {
      checkKnown(given, ['sampleWeights']);
      const {truth, predicted, weights} = readConfusions(yTrue, yPred, {...given, classes});
      for (let i = 0; i < truth.length; i++) {
        const cell = (truth[i] as number) * classes + (predicted[i] as number);
        sumOf(cell).add(weights ? (weights[i] as number) : 1);
      }
    },
    merge({state}) {
      checkSame('classes', classes, state.classes);
      for (const [cell, parts] of state.cells) sumOf(cell).merge(parts);
    },
    result() {
      const counts = new Float64Array(classes * classes);
      for (const [cell, sum] of cells) counts[cell] = sum.value;
      checkAdded(counts.some((count) => count > 0) ? 1 : 0);
      return {labels: Array.from({length: classes}, (_, label) => label), counts};
    },
  };
}
