import type {Labels} from '../input/labels.js';
import {classificationMetricsOf} from './classification-metrics.js';
import {type ConfusionMatrix, confusionRows, countConfusions} from './confusion-matrix.js';
import type {Averaged} from './macro.js';
import {type Counted, checkOptions, type LabelOptions, labelOptions, ofLabelOptions} from './options.js';
import type {ClassMetrics} from './per-class.js';

/** Options of the report. */
export interface ReportOptions extends LabelOptions {
  /** The classes' names, by label; default the labels themselves. */
  names?: readonly string[];
}

/** What a report says of a class. */
export interface ReportClass extends ClassMetrics {
  name: string;
}

/** A report as a plain object, for `JSON.stringify`. */
export interface ClassificationReport {
  perClass: ReportClass[];
  /** Means over the classes: unweighted, of the summed counts, and by support. */
  macro: Record<Averaged, number>;
  micro: Record<Averaged, number>;
  weighted: Record<Averaged, number>;
  accuracy: number;
  balancedAccuracy: number;
  gMean: number;
  matthewsCorrelation: number;
  cohenKappa: number;
  /** Examples of the classes in `perClass`, or the sum of their weights. */
  support: number;
  /** The labels of the confusion matrix's rows and columns, and its rows. */
  labels: number[];
  confusion: number[][];
}

function nameOf(label: number, names: readonly string[] | undefined): string {
  if (names === undefined) return String(label);
  const name = names[label];
  if (typeof name !== 'string')
    throw new RangeError(`names has ${names.length} entries: label ${label} has none`);
  return name;
}

/** {@link classificationReport} of a confusion matrix. */
export function classificationReportOf(
  confusion: ConfusionMatrix,
  options: Counted<ReportOptions> = {},
): ClassificationReport {
  const {names, ...rest} = options;
  checkOptions(rest, ofLabelOptions);
  const metrics = classificationMetricsOf(confusion, rest);
  return {
    perClass: metrics.perClass.map((entry) => ({name: nameOf(entry.label, names), ...entry})),
    macro: {precision: metrics.macroPrecision, recall: metrics.macroRecall, f1: metrics.macroF1},
    micro: {precision: metrics.microPrecision, recall: metrics.microRecall, f1: metrics.microF1},
    weighted: {precision: metrics.weightedPrecision, recall: metrics.weightedRecall, f1: metrics.weightedF1},
    accuracy: metrics.accuracy,
    balancedAccuracy: metrics.balancedAccuracy,
    gMean: metrics.gMean,
    matthewsCorrelation: metrics.matthewsCorrelation,
    cohenKappa: metrics.cohenKappa,
    support: metrics.perClass.reduce((sum, {support}) => sum + support, 0),
    labels: [...confusion.labels],
    confusion: confusionRows(confusion),
  };
}

/**
 * Everything about one set of predictions in a plain object; {@link reportText} and {@link reportMarkdown} print it.
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param yPred labels [n] or scores [n, classes]
 * @throws RangeError or TypeError as {@link confusionMatrix}, or where an option is not allowed
 * Source: scikit-learn's `classification_report`.
 */
export function classificationReport(
  yTrue: Labels,
  yPred: Labels,
  options: ReportOptions = {},
): ClassificationReport {
  const {names, ...known} = options;
  checkOptions(known, labelOptions);
  const {classes, sampleWeights, ...rest} = known;
  return classificationReportOf(countConfusions(yTrue, yPred, {classes, sampleWeights}), {...rest, names});
}
