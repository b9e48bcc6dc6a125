import {addTopKHits, type TopKOptions} from '../classification/top-k-accuracy.js';
import type {Labels} from '../input/labels.js';
import type {Matrix} from '../input/numbers.js';
import {checkKnown} from '../input/options.js';
import {addSquaredErrors, type BrierOptions, scaled} from '../scores/brier-score.js';
import {addLogLosses, type LogLossOptions} from '../scores/log-loss.js';
import type {Scores} from '../scores/read.js';
import {WeightedMean, type WeightedMeanState} from '../sums/weighted-mean.js';
import {type Accumulator, checkAdded, checkSame, type UpdateOptions} from './accumulator.js';

/** What an accumulator of a mean over examples has seen. */
export interface MeanState extends WeightedMeanState {
  /** Columns of the scores or probabilities; null where nothing was added yet. */
  columns: number | null;
}

type MeanAccumulator<Predicted> = Accumulator<Predicted, number, MeanState>;

/**
 * A metric that is a mean over examples.
 * @param add adds the values of examples to a mean, and tells the number of columns
 */
function meanAccumulator<Predicted extends Scores>(
  add: (mean: WeightedMean, yTrue: Labels, predicted: Predicted, options: UpdateOptions) => number,
  finish: (mean: WeightedMean, columns: number) => number,
): MeanAccumulator<Predicted> {
  const mean = new WeightedMean();
  let columns: number | null = null;
  return {
    get state() {
      return {...mean.state, columns};
    },
    update(yTrue, predicted, options = {}) {
      checkKnown(options, ['sampleWeights']);
      // Into a mean of its own, so that an update that is refused leaves no trace.
      const part = new WeightedMean();
      const given = add(part, yTrue, predicted, options);
      if (columns !== null && given !== columns)
        throw new RangeError(
          `this update has ${given} columns, those before had ${columns}: they must be equal`,
        );
      mean.merge(part.state);
      columns = given;
    },
    merge({state}) {
      if (columns !== null && state.columns !== null) checkSame('columns', columns, state.columns);
      mean.merge(state);
      columns ??= state.columns;
    },
    result() {
      checkAdded(mean.weight);
      return finish(mean, columns as number);
    },
  };
}

/**
 * The log loss of many batches.
 * @throws RangeError where an option is not allowed (at the first update)
 */
export function logLossAccumulator(
  options: Omit<LogLossOptions, 'sampleWeights'> = {},
): MeanAccumulator<Scores> {
  checkKnown(options, ['positive', 'sumTolerance', 'clip']);
  return meanAccumulator(
    (mean, yTrue, probabilities, given) => addLogLosses(mean, yTrue, probabilities, {...options, ...given}),
    (mean) => mean.value,
  );
}

/**
 * The Brier score of many batches.
 * @throws RangeError where an option is not allowed (at the first update)
 */
export function brierAccumulator(options: Omit<BrierOptions, 'sampleWeights'> = {}): MeanAccumulator<Scores> {
  checkKnown(options, ['positive', 'sumTolerance', 'halved']);
  return meanAccumulator(
    (mean, yTrue, probabilities, given) =>
      addSquaredErrors(mean, yTrue, probabilities, {...options, ...given}),
    (mean, columns) => scaled(mean, columns, options),
  );
}

/**
 * The top-k accuracy of many batches.
 * @throws RangeError where an option is not allowed (at the first update)
 */
export function topKAccumulator(options: Omit<TopKOptions, 'sampleWeights'> = {}): MeanAccumulator<Matrix> {
  checkKnown(options, ['k', 'ties']);
  return meanAccumulator(
    (mean, yTrue, scores, given) => addTopKHits(mean, yTrue, scores, {...options, ...given}),
    (mean) => mean.value,
  );
}
