import type {Labels} from '../input/labels.js';
import {checkChoice, checkKnown, checkWhole} from '../input/options.js';
import type {Scores} from '../scores/read.js';
import {BinSums, type ReliabilityBin} from './bin-sums.js';
import {type ConfidenceOptions, readConfidences} from './confidences.js';
import {quantileEdges, uniformEdges} from './edges.js';

/** Options of calibration. */
export interface CalibrationOptions extends ConfidenceOptions {
  /** The number of bins: a whole number of at least 1, default 15. */
  bins?: number;
  /**
   * Bins of equal width ('uniform', default), or with equally many examples ('quantile'; weights do not move the edges).
   * Where many probabilities are equal, quantile bins between them are empty.
   */
  binning?: 'uniform' | 'quantile';
}

/**
 * How often things happen that are said to be so and so likely: the data of a reliability diagram.
 *
 * @param yTrue labels [n] (with one probability an example 0 and 1, or see `positive`) or one-hot rows [n, classes]
 * @param probabilities [n] or [n, 1] of the positive class, or rows [n, classes] that sum to 1 (see `label`)
 * @returns all bins, ascending, also empty ones
 * @throws RangeError where lengths differ, or a label, probability, weight or option is not allowed; TypeError where
 *   one is no array or numeric tensor
 * Source: scikit-learn's `calibration_curve`, which has 5 bins as default and leaves out empty ones.
 */
export function reliabilityDiagram(
  yTrue: Labels,
  probabilities: Scores,
  options: CalibrationOptions = {},
): ReliabilityBin[] {
  const {bins = 15, binning = 'uniform', ...rest} = options;
  checkKnown(rest, ['positive', 'label', 'sampleWeights', 'sumTolerance', 'bins', 'binning']);
  checkWhole('bins', bins, 1, 1e6);
  checkChoice('binning', binning, ['uniform', 'quantile']);
  const read = readConfidences(yTrue, probabilities, rest);
  if (read.confidences.length === 0)
    throw new RangeError('sampleWeights are all 0: at least one must be above 0');
  const sums = new BinSums(
    binning === 'uniform' ? uniformEdges(bins) : quantileEdges(read.confidences, bins),
  );
  sums.add(read);
  return sums.bins;
}
