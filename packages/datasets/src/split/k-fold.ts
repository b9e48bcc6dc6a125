import {checkOptionNames} from '../check-options.js';
import {rowsByClass} from '../imbalance/subsample.js';
import {randomStream, saltedSeed, shuffle} from '../random.js';
import {assignGroups} from './assign-groups.js';
import {checkLabels, type Groups, groupCodes} from './labels.js';

/** How {@link stratifiedKFold} divides. */
export interface KFoldOptions {
  /** Folds of a repeat: an integer from 2 to 255. */
  readonly folds: number;
  /** How often the rows are divided anew: an integer from 1; 1 where left out. */
  readonly repeats?: number;
  /** An integer from 0 to 2³² − 1. */
  readonly seed: number;
  /** For each row the group it belongs to; a group is never divided. `duplicateGroups` gives those of equal rows. */
  readonly groups?: Groups;
  /**
   * Whether a class may have fewer rows (groups, where they are given) than there are folds, so that some folds
   * test nothing of it; false where left out.
   */
  readonly allowRareClasses?: boolean;
}

/** One fold: what to train on and what to test on. */
export interface Fold {
  /** Which repeat, from 0. */
  readonly repeat: number;
  /** Which fold of the repeat, from 0. */
  readonly fold: number;
  /** Rows, ascending. */
  readonly train: Int32Array;
  /** Rows, ascending; those of the folds of a repeat are all rows, each once. */
  readonly test: Int32Array;
}

/**
 * Folds that have the same class shares, for cross-validation, repeated if need be; repeat by repeat.
 *
 * Without groups the folds differ by at most one row in size, and by at most one row in every class. With groups
 * they are as near to that as whole groups allow; see {@link splitRows}. The first repeats are the same however
 * many there are.
 *
 * @param labels the class of each row: integers from 0
 * @throws RangeError where there is no row, an option is out of its range, a class is in fewer rows or groups than
 *   there are folds, a label is no integer from 0, or there are not as many groups as labels
 */
export function stratifiedKFold(labels: ArrayLike<number>, options: KFoldOptions): Fold[] {
  checkOptionNames('stratifiedKFold', options, ['folds', 'repeats', 'seed', 'groups', 'allowRareClasses']);
  const {folds, repeats = 1, seed, groups, allowRareClasses = false} = options;
  const classes = checkLabels(labels);
  if (!Number.isInteger(folds) || folds < 2 || folds > 255) {
    throw new RangeError(`folds is ${folds}; an integer from 2 to 255 is expected`);
  }
  if (!Number.isInteger(repeats) || repeats < 1) {
    throw new RangeError(`repeats is ${repeats}; an integer from 1 is expected`);
  }
  const codes = groups && groupCodes(groups, labels.length);
  checkEnough(labels, classes, codes, folds, allowRareClasses);
  const salted = saltedSeed(seed, 'k-fold');
  const shares = new Array<number>(folds).fill(1 / folds);
  return Array.from({length: repeats}, (_, repeat) => repeat).flatMap((repeat) => {
    const tests = codes
      ? assignGroups(labels, classes, codes, {shares, seed: salted, stream: repeat})
      : dealtRows(labels, classes, folds, salted, repeat);
    return tests.map((test, fold): Fold => ({repeat, fold, train: others(test, labels.length), test}));
  });
}

/** Deals rows out in turn, class after class, so that neither classes nor folds differ by more than one row. */
function dealtRows(
  labels: ArrayLike<number>,
  classes: number,
  folds: number,
  seed: number,
  repeat: number,
): Int32Array[] {
  const random = randomStream(seed, repeat);
  const dealt = Array.from({length: folds}, (): number[] => []);
  let at = 0;
  for (const rows of rowsByClass(labels, classes)) {
    for (const row of shuffle(rows, random)) dealt[at++ % folds]!.push(row);
  }
  return dealt.map((rows) => Int32Array.from(rows).sort());
}

/** The rows that are not among those given, which ascend. */
function others(rows: Int32Array, count: number): Int32Array {
  const rest = new Int32Array(count - rows.length);
  let filled = 0;
  for (let row = 0, at = 0; row < count; ++row) {
    if (rows[at] === row) ++at;
    else rest[filled++] = row;
  }
  return rest;
}

function checkEnough(
  labels: ArrayLike<number>,
  classes: number,
  groups: Int32Array | undefined,
  folds: number,
  allowRareClasses: boolean,
): void {
  const unit = groups ? 'group' : 'row';
  const places = groups ? groups.reduce((most, group) => Math.max(most, group + 1), 0) : labels.length;
  if (places < folds) {
    throw new RangeError(`folds is ${folds}; at most ${places} is expected, as there are ${places} ${unit}s`);
  }
  if (allowRareClasses) return;
  const seen = Array.from({length: classes}, () => new Set<number>());
  for (let row = 0; row < labels.length; ++row) {
    // More than enough need not be kept.
    if (seen[labels[row]!]!.size < folds) seen[labels[row]!]!.add(groups ? groups[row]! : row);
  }
  const rare = seen.findIndex(({size}) => size > 0 && size < folds);
  if (rare >= 0) {
    const {size} = seen[rare]!;
    throw new RangeError(
      `folds is ${folds}: class ${rare} has ${size} ${unit}${size === 1 ? '' : 's'}; ` +
        `${size < 2 ? 'there is no number of folds that suits it' : `${size} folds are the most for it`}, or set ` +
        'allowRareClasses',
    );
  }
}
