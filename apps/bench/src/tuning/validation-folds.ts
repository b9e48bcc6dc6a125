import {stratifiedKFold} from '@isomargin/datasets';
import {countsOf, type Examples, everyRow} from '../examples.js';
import {seedOf, shuffledIndices} from '../random.js';
import type {Fold, Suite} from '../suites/suite.js';

/** What a trial is trained on and what it is judged by. */
export interface TrainValidation {
  readonly train: Examples;
  readonly validation: Examples;
}

/**
 * Divides training examples into a part for training and one for validation: class by class, so that both have the same class
 * shares, or, where a model is judged by classes that it has not seen, by classes. Rows of a table that are equal are never on both
 * sides.
 *
 * @param fold which part is for validation
 * @throws RangeError where a class has fewer examples, or there are fewer classes, than the folds need
 */
export function validationFold(
  examples: Examples,
  task: Suite['task'],
  {number, of}: Fold,
  seed: number,
): TrainValidation {
  if (task === 'verification') return unseenClasses(examples, {number, of}, seed);
  const folds = stratifiedKFold(examples.labels, {
    folds: of,
    seed: seedOf(seed, 'validation folds'),
    ...(examples.shape.length === 1 ? {groups: equalRows(examples)} : {}),
  });
  const {train, test} = folds[number - 1]!;
  return {train: rowsOf(examples, train), validation: rowsOf(examples, test)};
}

function rowsOf(examples: Examples, rows: Int32Array): Examples {
  return {
    ...examples,
    labels: rows.map((row) => examples.labels[row]!),
    count: rows.length,
    values: (chosen) => examples.values(chosen.map((at) => rows[at]!)),
  };
}

/** For each row the first one that has the same values. */
function equalRows(examples: Examples): Int32Array {
  const first = new Map<string, number>();
  return everyRow(examples.count).map((row) => {
    const values = examples.values(Int32Array.of(row));
    const key = Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('latin1');
    const known = first.get(key);
    if (known === undefined) first.set(key, row);
    return known ?? row;
  });
}

/** Least classes that a part needs: pairs of two classes. */
const CLASSES_EACH = 2;

function unseenClasses(examples: Examples, {number, of}: Fold, seed: number): TrainValidation {
  const classes = countsOf(examples).length;
  const most = Math.floor(classes / CLASSES_EACH);
  if (of > most) {
    throw new RangeError(
      `there are ${classes} classes to train on, enough for ${most} validation folds, but ${of} are asked for`,
    );
  }
  const order = shuffledIndices(classes, seedOf(seed, 'validation classes'));
  const foldOf = new Int32Array(classes);
  for (const [at, label] of order.entries()) foldOf[label] = (at % of) + 1;
  const part = (isWanted: (label: number) => boolean): Examples => {
    const kept = [...foldOf.keys()].filter(isWanted);
    const place = new Map(kept.map((label, at) => [label, at]));
    const rows = everyRow(examples.count).filter((row) => isWanted(examples.labels[row]!));
    const chosen = rowsOf(examples, rows);
    return {
      ...chosen,
      labels: chosen.labels.map((label) => place.get(label)!),
      classNames: kept.map((label) => examples.classNames[label]!),
    };
  };
  return {
    train: part((label) => foldOf[label] !== number),
    validation: part((label) => foldOf[label] === number),
  };
}
