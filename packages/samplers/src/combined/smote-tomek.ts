import type {GivenOptions, Option} from '@isomargin/core/options';
import {everyRow, type Outcome} from '../input/data.js';
import type {Job} from '../job.js';
import {smoteOptions, smoteRows} from '../over/smote.js';
import {type Method, type Sampler, samplerOf} from '../sampler.js';
import {type CleaningTargets, classesToClean, cleaningTargets, type OverTargets} from '../targets.js';
import {withoutTomekLinks} from '../under/tomek-links.js';
import {dataAfter, keptOf} from './in-turn.js';

export const smoteTomekOptions: {
  readonly k: Option<number>;
  readonly targets: Option<OverTargets>;
  readonly cleaningTargets: Option<CleaningTargets>;
  readonly seed: Option<number>;
} = {
  ...smoteOptions,
  cleaningTargets: {
    ...cleaningTargets,
    default: 'all',
    description: 'The classes that cleaning may take rows from.',
  },
};

export type SmoteTomekOptions = GivenOptions<typeof smoteTomekOptions>;

const name = 'smoteTomek';

const method: Method<typeof smoteTomekOptions> = {
  name,
  options: smoteTomekOptions,
  reading: () => ({reads: 'numbers', interpolates: true}),
  *resample(data, options): Job<Outcome> {
    const grown = yield* smoteRows(name, data, options);
    const after = dataAfter(data, grown);
    const targets = classesToClean(name, after.classes, options.cleaningTargets);
    const kept = yield* withoutTomekLinks(after, everyRow(after.table.count), targets);
    return keptOf(grown, kept, data.table.columns);
  },
};

/**
 * SMOTE, and the removal of Tomek links after it (Batista, Prati, Monard 2004), from all classes unless
 * `cleaningTargets` says otherwise.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function smoteTomek(options: SmoteTomekOptions = {}): Sampler {
  return samplerOf(method, options);
}
