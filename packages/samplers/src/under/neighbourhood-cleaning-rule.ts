import {type GivenOptions, number, type Option} from '@isomargin/core/options';
import {everyRow, minorityOf, rowsByClass} from '../input/data.js';
import {checkRows} from '../neighbours/enough.js';
import {nearestNeighbours} from '../neighbours/nearest.js';
import {type Sampler, samplerOf} from '../sampler.js';
import {neighbours} from '../shared-options.js';
import {type CleaningTargets, classesToClean, cleaningTargets} from '../targets.js';
import {edited} from './edited-nearest-neighbours.js';
import {selection} from './selection.js';
import {voteOf} from './vote.js';

export const neighbourhoodCleaningRuleOptions: {
  readonly k: Option<number>;
  readonly threshold: Option<number>;
  readonly targets: Option<CleaningTargets>;
} = {
  k: neighbours(3, 'How many neighbours are looked at.'),
  threshold: number({
    default: 0.5,
    above: 0,
    description:
      'Neighbours of a misclassified row are removed from classes with more rows than this times the smallest class has.',
  }),
  targets: cleaningTargets,
};

export type NeighbourhoodCleaningRuleOptions = GivenOptions<typeof neighbourhoodCleaningRuleOptions>;

const name = 'neighbourhoodCleaningRule';

const method = selection(name, neighbourhoodCleaningRuleOptions, function* (data, {k, threshold, targets}) {
  const {table, classes} = data;
  const {codes, counts, names} = classes;
  checkRows(name, table.count, k);
  const toClean = classesToClean(name, classes, targets);
  const all = everyRow(table.count);
  const minority = rowsByClass(classes)[minorityOf(classes)]!;
  const near = yield* nearestNeighbours(table, minority, all, k);
  const removed = new Set<number>();
  for (const [i, row] of minority.entries()) {
    const around = near.rows.subarray(i * k, (i + 1) * k);
    // The row itself is one of the k that vote, as in imbalanced-learn.
    const voters = [row, ...around.subarray(0, k - 1)];
    if (voteOf(voters, codes, names.length) === codes[row]) continue;
    for (const other of around) {
      const code = codes[other]!;
      if (toClean.has(code) && counts[code]! > minority.length * threshold) removed.add(other);
    }
  }
  const kept = yield* edited(data, all, toClean, k, 'mode');
  return kept.filter((row) => !removed.has(row));
});

/**
 * Neighbourhood cleaning rule (Laurikkala 2001): ENN by the most frequent class, and beside it the removal of the
 * k nearest of each row of the smallest class that is misclassified. Whether it is, is voted by the row itself and
 * its k − 1 nearest, as in imbalanced-learn.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function neighbourhoodCleaningRule(options: NeighbourhoodCleaningRuleOptions = {}): Sampler {
  return samplerOf(method, options);
}
