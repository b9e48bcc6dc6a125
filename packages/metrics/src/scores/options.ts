import type {Numbers} from '../input/numbers.js';
import {checkBetween, checkChoice, checkKnown, checkWhole, refuse} from '../input/options.js';

/** Options that every metric of scores takes. */
export interface ScoreOptions {
  /**
   * With one score an example: the label of the class that the scores are of; all others are negatives. Default 1,
   * and the labels must be 0 or 1.
   */
  positive?: number;
  /** How much each example counts, [n]: finite, at least 0, not all 0. Default 1 each. */
  sampleWeights?: Numbers;
}

/** Options of curves. */
export interface CurveOptions extends ScoreOptions {
  /**
   * What a rate 0/0 is, where there are no positive or no negative examples: 0, 1 or NaN. Left out, that is an error.
   */
  zeroDivision?: number;
  /** Whether points are left out that do not change the curve's picture. Default false. */
  dropIntermediate?: boolean;
}

/** Options of means over classes. */
export interface AverageOptions extends ScoreOptions {
  /**
   * With rows of scores: 'macro' (default) is the mean over the classes, 'weighted' that by support, 'micro' takes
   * every pair of example and class for an example.
   */
  average?: 'macro' | 'weighted' | 'micro';
  /** With rows of scores: the classes that the mean covers; default all. */
  labels?: readonly number[];
}

/** Throws where an option is unknown (to this metric) or its value is not allowed. */
export function checkScoreOptions(
  options: CurveOptions & AverageOptions & {zeroDivision?: number},
  known: readonly string[],
  zeroDivisions: readonly number[] = [0, 1, NaN],
): void {
  checkKnown(options, ['positive', 'sampleWeights', ...known]);
  const {positive, zeroDivision, average} = options;
  if (positive !== undefined) checkWhole('positive', positive, 0);
  if (zeroDivision !== undefined && !zeroDivisions.includes(zeroDivision))
    refuse('zeroDivision', zeroDivision, `allowed are ${zeroDivisions.join(', ')}`);
  if (average !== undefined) checkChoice('average', average, ['macro', 'weighted', 'micro']);
}

/** The columns that a mean covers. */
export function columnsOf(columns: number, labels: readonly number[] | undefined): readonly number[] {
  if (labels === undefined) return Array.from({length: columns}, (_, column) => column);
  if (!Array.isArray(labels) || labels.length === 0)
    refuse('labels', labels, 'it must be an array of at least one label');
  for (const [index, label] of labels.entries()) {
    checkWhole(`labels[${index}]`, label, 0, columns - 1);
    if (labels.indexOf(label) !== index) refuse(`labels[${index}]`, label, 'it must not occur twice');
  }
  return labels;
}

/** Throws where options are given that one score an example has no use for. */
export function refuseWithOneColumn(options: object, names: readonly string[]): void {
  for (const name of names)
    if ((options as Record<string, unknown>)[name] !== undefined)
      throw new RangeError(
        `${name} is given: it needs rows of scores [n, classes], and scores has one column`,
      );
}

/** Throws where `positive` is given with rows of scores. */
export function refusePositive(positive: number | undefined): void {
  if (positive !== undefined)
    throw new RangeError(`positive is ${positive}: with rows of scores, choose classes by labels`);
}

/** Throws where a partial AUROC's bound is not allowed. */
export function checkMaxFpr(maxFpr: number | undefined): void {
  if (maxFpr === undefined) return;
  if (maxFpr === 0) refuse('maxFpr', maxFpr, 'it must be above 0 and at most 1');
  checkBetween('maxFpr', maxFpr, 0, 1);
}
