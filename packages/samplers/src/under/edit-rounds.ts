import {type Classes, type Data, everyRow, minorityOf} from '../input/data.js';
import type {Job} from '../job.js';
import {type CleaningTargets, classesToClean} from '../targets.js';
import {type Agreement, edited} from './edited-nearest-neighbours.js';

/** Rounds of editing, each with its own k. */
export interface EditRounds {
  readonly owner: string;
  /** The k of every round. */
  readonly ks: Iterable<number>;
  readonly kind: Agreement;
  readonly targets: CleaningTargets;
  /** Whether to go on where a class has become smaller than the smallest one was at first. */
  readonly allowMinority: boolean;
  /** Whether to end where a round removes nothing. */
  readonly untilStable: boolean;
}

/**
 * Edits again what is left. The last round is the one after which a class has disappeared or has become smaller than
 * the smallest one was at first; its removals count.
 */
export function* editInRounds(data: Data, rounds: EditRounds): Job<Int32Array> {
  const {classes} = data;
  const minority = minorityOf(classes);
  let rows = everyRow(data.table.count);
  for (const k of rounds.ks) {
    if (rows.length <= k) break;
    const current: Classes = {...classes, counts: countsOf(classes, rows)};
    const targets = classesToClean(rounds.owner, current, rounds.targets);
    const kept = yield* edited(data, rows, targets, k, rounds.kind);
    const stable = kept.length === rows.length;
    rows = kept;
    const counts = countsOf(classes, rows);
    const gone = counts.includes(0);
    const overtaken = counts.some(
      (count, code) => code !== minority && count > 0 && count < classes.counts[minority]!,
    );
    if (gone || (overtaken && !rounds.allowMinority) || (stable && rounds.untilStable)) break;
  }
  return rows;
}

function countsOf({codes, names}: Classes, rows: Int32Array): number[] {
  const counts = names.map(() => 0);
  for (const row of rows) counts[codes[row]!]!++;
  return counts;
}
