import type {Numbers} from '../input/numbers.js';
import {checkBetween, checkChoice, checkKnown, checkWhole, refuse} from '../input/options.js';

/** Options that every classification metric takes. */
export interface MetricOptions {
  /**
   * The number of classes: a whole number ≥ 1. The labels are then 0 to classes − 1, and all of them count,
   * whether they occur or not. Left out, it is the number of columns where `yTrue` or `yPred` are rows; where
   * both are vectors, the classes are the labels that occur in either, as in scikit-learn.
   */
  classes?: number;
  /**
   * What 0/0 is: the recall of a class that is absent from `yTrue`, the precision of one that was never
   * predicted, the F1 of one that is absent from both. 0 (default), 1, or NaN; NaN also leaves the class out
   * of means, as in scikit-learn. Accuracy and balanced accuracy never meet it.
   */
  zeroDivision?: number;
  /** How much each example counts, [n]: finite, at least 0, not all 0. Default 1 each. */
  sampleWeights?: Numbers;
}

/** Options of metrics that are per class, or a mean over classes. */
export interface LabelOptions extends MetricOptions {
  /**
   * The classes that the result covers, in this order; default all. Examples of other classes still count
   * as false positives. A label that never occurs is an absent class (see `zeroDivision`).
   */
  labels?: readonly number[];
}

/** Options of the G-mean. */
export interface GMeanOptions extends LabelOptions {
  /** Put in the place of recalls that are 0, so that one missed class does not make the mean 0: 0 to 1, default 0. */
  correction?: number;
}

/** Options of F-beta. */
export interface FBetaOptions extends LabelOptions {
  /** How many times as much recall counts as precision: at least 0; 1 is F1, 2 favours recall, 0.5 precision. */
  beta: number;
}

/** Options of the index balanced accuracy. */
export interface IndexBalancedAccuracyOptions extends LabelOptions {
  /** The weight of the dominance (recall − specificity), 0 to 1, default 0.1. */
  alpha?: number;
}

/** Options of Cohen's κ. */
export interface CohenKappaOptions extends MetricOptions {
  /**
   * How much a confusion counts: 'none' (default) all the same, 'linear' by the distance of the two classes in
   * the order of the matrix, 'quadratic' by its square (for classes that are grades).
   */
  weighting?: 'none' | 'linear' | 'quadratic';
}

/** What remains of the options where the examples were counted before. */
export type Counted<Options extends MetricOptions> = Omit<Options, 'classes' | 'sampleWeights'>;

type AnyOptions = Partial<FBetaOptions> & GMeanOptions & IndexBalancedAccuracyOptions & CohenKappaOptions;
type OptionName = keyof AnyOptions;

function checkLabels(labels: readonly number[], classes: number | undefined): void {
  if (!Array.isArray(labels) || labels.length === 0)
    refuse('labels', labels, 'it must be an array of at least one label');
  for (const [index, label] of labels.entries()) {
    if (!Number.isSafeInteger(label) || label < 0 || (classes !== undefined && label >= classes)) {
      const range = classes === undefined ? 'from 0' : `from 0 to ${classes - 1} (classes is ${classes})`;
      refuse(`labels[${index}]`, label, `it must be a whole number ${range}`);
    }
    if (labels.indexOf(label) !== index) refuse(`labels[${index}]`, label, 'it must not occur twice');
  }
}

/** Throws where an option is unknown (to this metric) or its value is not allowed. */
export function checkOptions(options: AnyOptions, known: readonly OptionName[]): void {
  checkKnown(options, known);
  const {classes, zeroDivision, labels, correction, beta, alpha, weighting} = options;
  if (classes !== undefined) checkWhole('classes', classes, 1);
  if (zeroDivision !== undefined && ![0, 1, NaN].includes(zeroDivision))
    refuse('zeroDivision', zeroDivision, 'it must be 0, 1 or NaN');
  if (correction !== undefined) checkBetween('correction', correction, 0, 1);
  if (alpha !== undefined) checkBetween('alpha', alpha, 0, 1);
  if (known.includes('beta')) checkBetween('beta', beta as number, 0);
  if (weighting !== undefined) checkChoice('weighting', weighting, ['none', 'linear', 'quadratic']);
  if (labels !== undefined) checkLabels(labels, classes);
}

/** The names of the options, for {@link checkOptions}; `of…` are those on a confusion matrix. */
export const ofMetricOptions: readonly OptionName[] = ['zeroDivision'];
export const ofLabelOptions: readonly OptionName[] = [...ofMetricOptions, 'labels'];
export const metricOptions: readonly OptionName[] = ['classes', 'zeroDivision', 'sampleWeights'];
export const labelOptions: readonly OptionName[] = ['classes', 'zeroDivision', 'labels', 'sampleWeights'];
