import {brierScore, expectedCalibrationError, logLoss, reliabilityDiagram} from '@isomargin/metrics';
import type {Calibration} from '../results/types.js';

/** As many as are usual. */
const BINS = 15;

/**
 * How far the probabilities of a head can be believed.
 *
 * @param labels [n]
 * @param probabilities [n, classes], example after example
 */
export function calibration(labels: Int32Array, probabilities: Float32Array, classes: number): Calibration {
  const rows = {data: probabilities, shape: [labels.length, classes] as [number, number]};
  return {
    expectedCalibrationError: expectedCalibrationError(labels, rows, {bins: BINS}),
    logLoss: logLoss(labels, rows),
    brierScore: brierScore(labels, rows),
    bins: reliabilityDiagram(labels, rows, {bins: BINS}).flatMap(({confidence, accuracy, weight}) =>
      confidence === null || accuracy === null ? [] : [{confidence, accuracy, count: weight}],
    ),
  };
}
