import {type BinState, BinSums, type ReliabilityBin} from '../calibration/bin-sums.js';
import {readConfidences} from '../calibration/confidences.js';
import {uniformEdges} from '../calibration/edges.js';
import type {CalibrationOptions} from '../calibration/reliability-diagram.js';
import {checkKnown, checkWhole} from '../input/options.js';
import type {Scores} from '../scores/read.js';
import {type Accumulator, checkAdded, checkSame} from './accumulator.js';

/** The sums of all bins. */
export interface CalibrationState {
  bins: readonly BinState[];
}

/**
 * A reliability diagram of many batches, and with it the calibration errors: `expectedCalibrationErrorOf(bins)`. In bins
 * of equal width only: the edges of quantile bins are known when all examples are.
 *
 * @throws RangeError where an option is not allowed
 */
export function calibrationAccumulator(
  options: Omit<CalibrationOptions, 'binning' | 'sampleWeights'> = {},
): Accumulator<Scores, ReliabilityBin[], CalibrationState> {
  checkKnown(options, ['positive', 'label', 'sumTolerance', 'bins']);
  const {bins = 15, ...rest} = options;
  checkWhole('bins', bins, 1, 1e6);
  const sums = new BinSums(uniformEdges(bins));
  return {
    get state() {
      return {bins: sums.state};
    },
    update(yTrue, probabilities, given = {}) {
      checkKnown(given, ['sampleWeights']);
      sums.add(readConfidences(yTrue, probabilities, {...rest, ...given}));
    },
    merge({state}) {
      checkSame('bins', bins, state.bins.length);
      sums.merge(state.bins);
    },
    result() {
      const result = sums.bins;
      checkAdded(result.reduce((sum, {weight}) => sum + weight, 0));
      return result;
    },
  };
}
