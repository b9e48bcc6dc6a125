import type {Labels} from '../input/labels.js';
import {readWeights} from '../input/numbers.js';
import {checkChoice} from '../input/options.js';
import {
  type AverageOptions,
  checkMaxFpr,
  checkScoreOptions,
  columnsOf,
  refusePositive,
  refuseWithOneColumn,
} from './options.js';
import {
  checkSums,
  everyEntry,
  meanOf,
  oneAgainstOne,
  oneAgainstRest,
  type ScoredClasses,
} from './per-class.js';
import {type ReadScores, readClasses, readScores, readSides, type Scores} from './read.js';
import {forEachThreshold, type ScoredSides} from './thresholds.js';
import {type Totals, totalsOf} from './totals.js';
import {refuseOneSided} from './zero-division.js';

/** Options of the area under the ROC curve. */
export interface AurocOptions extends AverageOptions {
  /**
   * With rows of scores: 'oneVsRest' (default), or 'oneVsOne', the mean over pairs of classes (Hand and Till), which
   * does not depend on how frequent the classes are.
   */
  multiClass?: 'oneVsRest' | 'oneVsOne';
  /**
   * The area up to this false positive rate, standardized so that chance is 0.5 and perfect is 1 (McClish): above 0,
   * at most 1, default 1.
   */
  maxFpr?: number;
  /**
   * The AUROC of a class that no example, or every example, is of: 0, 0.5, 1, or NaN, which leaves the class out of
   * means (where all are left out, the result is NaN). Left out, it is left out of means, too, and where there is
   * nothing else that is an error.
   */
  zeroDivision?: number;
  /**
   * With rows of scores: how far the sum of a row may be from 1, default 1e-5. Infinity allows all scores; AUROC
   * compares those of a class between examples, which only makes sense where rows have a common scale.
   */
  sumTolerance?: number;
}

type PerClassOptions = Omit<AurocOptions, 'average' | 'multiClass' | 'positive'>;

const known = ['average', 'labels', 'multiClass', 'maxFpr', 'zeroDivision', 'sumTolerance'];

/**
 * The area under the ROC curve: how likely a positive example has a larger score than a negative one, equal scores
 * counting half; 0 to 1, and 0.5 by chance. Time O(n log n), memory about 3 bytes an example.
 *
 * @param yTrue labels [n] (with one score an example 0 and 1, or see `positive`) or one-hot rows [n, classes]
 * @param scores [n] or [n, 1] of the positive class, or rows [n, classes] of probabilities
 * @throws RangeError where lengths differ, a label, score, weight or option is not allowed, a row does not sum to 1,
 *   or only one class occurs and no `zeroDivision` is given; TypeError where one is no array or numeric tensor
 * Source: scikit-learn's `roc_auc_score`, which has NaN for an absent class, also as the mean. Hand and Till, _A simple
 *   generalisation of the area under the ROC curve for multiple class classification problems_, Machine Learning 2001.
 *   McClish, _Analyzing a portion of the ROC curve_, Medical Decision Making 1989.
 */
export function auroc(yTrue: Labels, scores: Scores, options: AurocOptions = {}): number {
  check(options, known);
  const {average = 'macro', multiClass = 'oneVsRest', maxFpr, zeroDivision, positive} = options;
  const read = readScores('scores', scores);
  if (read.columns === 1) {
    refuseWithOneColumn(options, ['average', 'labels', 'multiClass', 'sumTolerance']);
    const sides = readSides(yTrue, positive, read.rows);
    const weights = readWeights(options.sampleWeights, read.rows);
    return areaOr({scores: read.data, offset: 0, stride: 1, sides, weights}, maxFpr, zeroDivision);
  }
  refusePositive(positive);
  const columns = columnsOf(read.columns, options.labels);
  const classes = readRows(yTrue, read, options);
  if (multiClass === 'oneVsOne') {
    if (average === 'micro')
      throw new RangeError("average is micro: allowed are macro, weighted with 'oneVsOne'");
    if (columns.length < 2)
      throw new RangeError(`labels has ${columns.length} entry: 'oneVsOne' needs at least 2 classes`);
    return oneVsOne(classes, columns, average === 'weighted', maxFpr, zeroDivision);
  }
  if (average === 'micro') return areaOr(everyEntry(classes, columns), maxFpr, zeroDivision);
  return decided(
    meanOf(oneVsRest(classes, columns, maxFpr, zeroDivision), average === 'weighted'),
    zeroDivision,
  );
}

/**
 * The {@link auroc} of each class against the rest: [classes], or [labels]. NaN, or `zeroDivision`, for a class that no
 * example, or every example, is of.
 *
 * @param yTrue labels [n] or one-hot rows [n, classes]
 * @param scores rows [n, classes] of probabilities
 * @throws RangeError or TypeError as {@link auroc}
 */
export function aurocPerClass(yTrue: Labels, scores: Scores, options: PerClassOptions = {}): Float64Array {
  check(options, ['labels', 'maxFpr', 'zeroDivision', 'sumTolerance']);
  const read = readScores('scores', scores);
  if (read.columns === 1)
    throw new RangeError(`scores has shape [${read.rows}, 1]: rows of at least 2 classes are needed`);
  const columns = columnsOf(read.columns, options.labels);
  const classes = readRows(yTrue, read, options);
  const scored = oneVsRest(classes, columns, options.maxFpr, options.zeroDivision);
  return Float64Array.from(scored, ({value}) => value);
}

function check(options: AurocOptions, names: readonly string[]): void {
  checkScoreOptions(options, names, [0, 0.5, 1, NaN]);
  const {multiClass, maxFpr, sumTolerance} = options;
  if (multiClass !== undefined) checkChoice('multiClass', multiClass, ['oneVsRest', 'oneVsOne']);
  checkMaxFpr(maxFpr);
  if (sumTolerance !== undefined && !(sumTolerance >= 0))
    throw new RangeError(`sumTolerance is ${sumTolerance}: it must be a number of at least 0`);
}

function readRows(
  yTrue: Labels,
  read: ReadScores,
  {sampleWeights, sumTolerance = 1e-5}: AurocOptions,
): ScoredClasses {
  const labels = readClasses(yTrue, read.columns, read.rows);
  checkSums('scores', read, sumTolerance);
  return {...read, labels, weights: readWeights(sampleWeights, read.rows)};
}

function oneVsRest(
  classes: ScoredClasses,
  columns: readonly number[],
  maxFpr: number | undefined,
  zeroDivision: number | undefined,
): {value: number; support: number}[] {
  return columns.map((column) => {
    const sides = oneAgainstRest(classes, column);
    const totals = totalsOf(sides.sides, sides.weights);
    const isDefined = totals.positives > 0 && totals.negatives > 0;
    return {
      value: isDefined ? area(sides, totals, maxFpr) : (zeroDivision ?? NaN),
      support: totals.positives,
    };
  });
}

/** The mean over pairs of classes of which both occur. */
function oneVsOne(
  classes: ScoredClasses,
  columns: readonly number[],
  byPrevalence: boolean,
  maxFpr: number | undefined,
  zeroDivision: number | undefined,
): number {
  const pairs = columns.flatMap((a, index) => columns.slice(index + 1).map((b) => [a, b] as const));
  const values = pairs.map(([a, b]) => {
    const ofA = oneAgainstOne(classes, a, b);
    const totals = totalsOf(ofA.sides, ofA.weights);
    const support = totals.positives + totals.negatives;
    if (totals.positives === 0 || totals.negatives === 0) return {value: zeroDivision ?? NaN, support};
    const ofB = oneAgainstOne(classes, b, a);
    const turned = {positives: totals.negatives, negatives: totals.positives};
    return {value: (area(ofA, totals, maxFpr) + area(ofB, turned, maxFpr)) / 2, support};
  });
  return decided(meanOf(values, byPrevalence), zeroDivision);
}

function decided(mean: number, zeroDivision: number | undefined): number {
  if (Number.isNaN(mean) && zeroDivision === undefined)
    throw new RangeError(
      'yTrue has none of the classes, or no other: at least two classes (with weights above 0) are needed, or zeroDivision, what the result is then',
    );
  return mean;
}

function areaOr(sides: ScoredSides, maxFpr: number | undefined, zeroDivision: number | undefined): number {
  const totals = totalsOf(sides.sides, sides.weights);
  if (totals.positives > 0 && totals.negatives > 0) return area(sides, totals, maxFpr);
  if (zeroDivision === undefined) refuseOneSided(totals.positives > 0 ? 'negative' : 'positive');
  return zeroDivision;
}

/** The area by trapezoids: the counts below are exact where there are no weights. */
function area(sides: ScoredSides, {positives, negatives}: Totals, maxFpr = 1): number {
  const end = maxFpr * negatives;
  let truePositives = 0;
  let falsePositives = 0;
  let sum = 0;
  forEachThreshold(sides, (_, more, falseOnes) => {
    const width = Math.min(falseOnes, end - falsePositives);
    if (maxFpr === 1) sum += falseOnes * (truePositives + more / 2);
    // The last step is cut where the rate is reached.
    else if (width > 0) sum += width * (truePositives + (more * width) / falseOnes / 2);
    truePositives += more;
    falsePositives += falseOnes;
  });
  if (maxFpr === 1) return sum / positives / negatives;
  const partial = sum / positives / negatives;
  const least = maxFpr ** 2 / 2;
  return (1 + (partial - least) / (maxFpr - least)) / 2;
}
