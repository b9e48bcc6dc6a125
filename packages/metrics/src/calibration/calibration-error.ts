import type {Labels} from '../input/labels.js';
import {readScores, type Scores} from '../scores/read.js';
import type {ReliabilityBin} from './bin-sums.js';
import {type CalibrationOptions, reliabilityDiagram} from './reliability-diagram.js';

/** {@link expectedCalibrationError} of a reliability diagram. */
export function expectedCalibrationErrorOf(bins: readonly ReliabilityBin[]): number {
  const total = bins.reduce((sum, {weight}) => sum + weight, 0);
  return bins.reduce((sum, bin) => sum + bin.weight * gap(bin), 0) / total;
}

/**
 * The mean distance of probability and frequency over the bins, by the examples in them: 0 to 1. With rows, of the
 * predicted class, which the common classes dominate: see {@link calibrationErrorPerClass}.
 *
 * @param yTrue labels [n] (with one probability an example 0 and 1, or see `positive`) or one-hot rows [n, classes]
 * @param probabilities [n] or [n, 1] of the positive class, or rows [n, classes] that sum to 1
 * @throws RangeError or TypeError as {@link reliabilityDiagram}
 * Source: Guo et al., _On calibration of modern neural networks_, ICML 2017.
 */
export function expectedCalibrationError(
  yTrue: Labels,
  probabilities: Scores,
  options: CalibrationOptions = {},
): number {
  return expectedCalibrationErrorOf(reliabilityDiagram(yTrue, probabilities, options));
}

/** {@link maximumCalibrationError} of a reliability diagram. */
export function maximumCalibrationErrorOf(bins: readonly ReliabilityBin[]): number {
  return bins.reduce((largest, bin) => Math.max(largest, gap(bin)), 0);
}

/**
 * The largest distance of probability and frequency in any bin that is not empty: 0 to 1.
 *
 * @param yTrue labels [n] (with one probability an example 0 and 1, or see `positive`) or one-hot rows [n, classes]
 * @param probabilities [n] or [n, 1] of the positive class, or rows [n, classes] that sum to 1
 * @throws RangeError or TypeError as {@link reliabilityDiagram}
 * Source: Guo et al., ICML 2017.
 */
export function maximumCalibrationError(
  yTrue: Labels,
  probabilities: Scores,
  options: CalibrationOptions = {},
): number {
  return maximumCalibrationErrorOf(reliabilityDiagram(yTrue, probabilities, options));
}

/**
 * The {@link expectedCalibrationError} of each class's own probability, over all examples: [classes]. Their mean is the
 * static (or classwise) calibration error, where rare classes count as much as common ones.
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param probabilities rows [n, classes] that sum to 1
 * @throws RangeError or TypeError as {@link reliabilityDiagram}
 * Source: Nixon et al., _Measuring calibration in deep learning_, CVPR workshops 2019.
 */
export function calibrationErrorPerClass(
  yTrue: Labels,
  probabilities: Scores,
  options: Omit<CalibrationOptions, 'label' | 'positive'> = {},
): Float64Array {
  const {rows, columns} = readScores('probabilities', probabilities);
  if (columns === 1)
    throw new RangeError(`probabilities has shape [${rows}, 1]: rows of at least 2 classes are needed`);
  return Float64Array.from({length: columns}, (_, label) =>
    expectedCalibrationError(yTrue, probabilities, {...options, label}),
  );
}

function gap({accuracy, confidence}: ReliabilityBin): number {
  return accuracy === null || confidence === null ? 0 : Math.abs(accuracy - confidence);
}
