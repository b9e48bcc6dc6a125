import type {GivenOptions, Option} from '@isomargin/core/options';
import {everyRow, type Outcome} from '../input/data.js';
import type {Job} from '../job.js';
import {checkRows} from '../neighbours/enough.js';
import {smoteRows} from '../over/smote.js';
import {type Method, type Sampler, samplerOf} from '../sampler.js';
import {neighbours} from '../shared-options.js';
import {type CleaningTargets, classesToClean, type OverTargets} from '../targets.js';
import {type Agreement, agreement, edited} from '../under/edited-nearest-neighbours.js';
import {dataAfter, keptOf} from './in-turn.js';
import {smoteTomekOptions} from './smote-tomek.js';

export const smoteEnnOptions: {
  readonly k: Option<number>;
  readonly editK: Option<number>;
  readonly kind: Option<Agreement>;
  readonly targets: Option<OverTargets>;
  readonly cleaningTargets: Option<CleaningTargets>;
  readonly seed: Option<number>;
} = {
  ...smoteTomekOptions,
  editK: neighbours(3, 'How many neighbours of any class say whether a row is kept.'),
  kind: agreement,
};

export type SmoteEnnOptions = GivenOptions<typeof smoteEnnOptions>;

const name = 'smoteEnn';

const method: Method<typeof smoteEnnOptions> = {
  name,
  options: smoteEnnOptions,
  reading: () => ({reads: 'numbers', interpolates: true}),
  *resample(data, options): Job<Outcome> {
    const grown = yield* smoteRows(name, data, options);
    const after = dataAfter(data, grown);
    checkRows(name, after.table.count, options.editK, 'editK');
    const targets = classesToClean(name, after.classes, options.cleaningTargets);
    const kept = yield* edited(after, everyRow(after.table.count), targets, options.editK, options.kind);
    return keptOf(grown, kept, data.table.columns);
  },
};

/**
 * SMOTE, and edited nearest neighbours after it (Batista, Prati, Monard 2004), in all classes unless
 * `cleaningTargets` says otherwise.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function smoteEnn(options: SmoteEnnOptions = {}): Sampler {
  return samplerOf(method, options);
}
