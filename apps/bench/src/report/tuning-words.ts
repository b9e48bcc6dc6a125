import type {
  LossSettings,
  Results,
  SearchedOption,
  Settings,
  Trial,
  Tuned,
  TuningSettings,
} from '../results/types.js';
import {boundOf} from '../tuning/search-space.js';
import {contenderOf, pairTitle} from './contenders.js';
import {count, list, metricSpread, metricTitle} from './format.js';
import {spread} from './statistics.js';

/** What of the options was tuned and how, or that nothing was, in sentences that can be quoted. */
export function tuningText({settings, tuned}: Pick<Results, 'settings' | 'tuned'>): string {
  const {tuning, losses} = settings;
  if (tuning === undefined) {
    return (
      'Nothing was tuned: every loss ran with the default options of its package' +
      `${losses.some(({options}) => Object.keys(options).length > 0) ? ', apart from those listed in the settings.' : '.'}`
    );
  }
  const {trials, folds, metric, unit} = tuning;
  const failed = (tuned ?? []).flatMap((one) => one.trials).filter(({mean}) => mean === null).length;
  return (
    `Every loss was tuned with the same budget, for each ${unit} anew: ${count(trials, 'trial')}, which are the default options of its ` +
    `package and ${count(trials - 1, 'quasi-random draw')} from the search space that it declares, the learning rate of the head's own ` +
    `weights included. What was chosen has the best mean ${metricTitle(metric)} over ${count(folds, 'validation fold')} of the ` +
    'training set; all losses had the same folds and seeds, which are not those of the runs below, and the test set had no part ' +
    `in it.${failed === 0 ? '' : ` ${count(failed, 'trial')} of ${(tuned ?? []).flatMap((one) => one.trials).length} failed, and counted as worst.`}`
  );
}

/** The budget of every contender. */
export function budgetText({trials, folds, metric, unit}: TuningSettings): string {
  return `${count(trials, 'trial')} of ${count(folds, 'training')} for each contender and ${unit}, by ${metricTitle(metric)} on ${count(folds, 'validation fold')}`;
}

/** `headLearningRate (0.1 to 10, log)` */
function rangeText({name, low, high, scale, whole, word}: SearchedOption): string {
  const kinds = [
    scale === 'log' ? 'by ratios' : '',
    whole === true ? 'whole' : '',
    word === undefined ? '' : `half of them '${word}'`,
  ];
  const kind = kinds.filter((one) => one !== '').join(', ');
  return `${name} ${low} to ${high}${kind === '' ? '' : ` (${kind})`}`;
}

/** What of a loss is searched, and what is not. */
export function spaceText(
  space: readonly SearchedOption[],
  {options}: Pick<LossSettings, 'options'>,
): string {
  const pinned = Object.keys(options);
  const searched = space.length === 0 ? 'nothing is left to tune' : space.map(rangeText).join(', ');
  const alone = space.length === 1 ? ' alone' : '';
  return `${searched}${alone}${pinned.length === 0 ? '' : `; not searched, because set: ${list(pinned)}`}`;
}

/** `margin = 0.31, headLearningRate = 2.2`; the trial with the defaults sets nothing. */
export function optionsText({options}: Pick<Trial, 'options'>): string {
  const set = Object.entries(options).map(
    ([name, value]) => `${name} = ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return set.length === 0 ? 'as given (defaults)' : set.join(', ');
}

/** Mean ± deviation over the folds. */
export function scoreText(metric: string, {scores, mean}: Pick<Trial, 'scores' | 'mean'>): string {
  return mean === null ? 'failed' : metricSpread(metric, spread(scores.filter((score) => score !== null)));
}

/** Chosen values on a bound of their range, where better ones may lie beyond. */
export function boundText({space, trials, chosen}: Pick<Tuned, 'space' | 'trials' | 'chosen'>): string {
  const options = trials[chosen]?.options ?? {};
  const at = space.flatMap((option) => {
    const bound = boundOf(option, options[option.name] ?? null);
    return bound === undefined ? [] : [`${option.name} (${bound === 'low' ? 'lower' : 'upper'} end)`];
  });
  return at.length === 0 ? '' : `on a bound of its range: ${list(at)}`;
}

/** Of whom the search is, and of which test set where each is tuned for itself. */
export function searchTitle(
  settings: Pick<Settings, 'losses' | 'samplers'>,
  {loss, sampler, seed, fold}: Tuned,
): string {
  const {title} = contenderOf(settings, {loss, sampler});
  return seed === undefined ? title : `${title}, ${pairTitle(seed, fold)}`;
}

/** What was chosen for a contender on a data set, as tables show it. */
interface ChosenRow {
  readonly title: string;
  readonly options: string;
  /** Empty where no value is on a bound. */
  readonly bound: string;
  readonly score: string;
  /** The score of the trial with the defaults. */
  readonly defaults: string;
  /** Failed trials of all. */
  readonly failed: string;
}

export function chosenRows({settings, tuned = []}: Results, dataset: string): ChosenRow[] {
  const metric = settings.tuning?.metric ?? '';
  return tuned
    .filter((one) => one.dataset === dataset)
    .map((one) => {
      const {trials, chosen} = one;
      const failed = trials.filter(({mean}) => mean === null).length;
      return {
        title: searchTitle(settings, one),
        options: optionsText(trials[chosen]!),
        bound: boundText(one),
        score: scoreText(metric, trials[chosen]!),
        defaults: scoreText(metric, trials[0]!),
        failed: `${failed} of ${trials.length}`,
      };
    });
}
