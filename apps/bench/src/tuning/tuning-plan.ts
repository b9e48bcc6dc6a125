import {UsageError} from '../errors.js';
import {seedOf} from '../random.js';
import type {DatasetSettings, OptionValue, Run, Trial, Tuned, TuningSettings} from '../results/types.js';
import type {RunSpec} from '../runs/run-spec.js';
import type {Suite} from '../suites/suite.js';
import {bestTrial} from './choose-trial.js';
import {optionsOfTrial} from './search-space.js';

/**
 * Parts of the training examples where nobody says: with three, every example of a rare class is judged by once, and two thirds of
 * them are left to train on. A single part held back would leave the choice to a handful of examples of each rare class.
 */
export const VALIDATION_FOLDS = 3;

/** Of the data that is tuned on where a data set is tuned once, and of the search. No `--seeds` come near it. */
const TUNING_SEED = seedOf(0, 'tuning');

/** What becomes of a run whose options are set. */
export type SetOptions = (spec: RunSpec, options: Record<string, OptionValue>) => RunSpec;

/** The trials of one contender, and the runs that get the options that are chosen. */
interface Search {
  readonly first: RunSpec;
  /** [trials][folds] */
  readonly trials: readonly {
    readonly options: Record<string, OptionValue>;
    readonly specs: readonly RunSpec[];
  }[];
  readonly runs: readonly RunSpec[];
}

/** What is to be done before the runs of a comparison. */
export interface TuningPlan {
  readonly settings: TuningSettings;
  /** All trainings. */
  readonly specs: readonly RunSpec[];
  readonly searches: readonly Search[];
  readonly setOptions: SetOptions;
}

/**
 * The trainings by which options are to be chosen: for each contender and each unit that is tuned for itself, the same number of
 * trials, each on the same folds under the same seeds.
 *
 * @param runs all runs of the comparison
 */
export function planTuning(
  runs: readonly RunSpec[],
  settings: TuningSettings,
  setOptions: SetOptions,
): TuningPlan {
  const groups = new Map<string, RunSpec[]>();
  for (const run of runs) {
    const {dataset, loss, sampler, seed, fold} = run;
    const unit = settings.unit === 'data set' ? [] : [seed, fold?.number];
    const key = JSON.stringify([dataset.name, loss.settings.name, sampler?.settings.name, unit]);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const searches = [...groups.values()].map((own) => searchOf(own, settings, setOptions));
  // Trial by trial, so that all contenders have as many where a search is interrupted.
  const most = Math.max(...searches.map(({trials}) => trials.length));
  const specs = Array.from({length: most}, (_, number) =>
    searches.flatMap(({trials}) => trials[number]?.specs ?? []),
  ).flat();
  return {settings, specs, searches, setOptions};
}

function searchOf(runs: readonly RunSpec[], settings: TuningSettings, setOptions: SetOptions): Search {
  const first = runs[0]!;
  const {space} = first.loss;
  const isOnce = settings.unit === 'data set';
  // Where every option is set there is nothing to try.
  const count = space.length === 0 ? 1 : settings.trials;
  const trials = Array.from({length: count}, (_, number) => {
    const options = optionsOfTrial(space, number, TUNING_SEED);
    const specs = Array.from({length: settings.folds}, (_, at) => {
      const place = {number, fold: at + 1, folds: settings.folds};
      return setOptions(
        {
          ...first,
          ...(isOnce ? {seed: TUNING_SEED} : {}),
          id: `${first.id}/trial ${number}/${place.fold}`,
          keepsEmbedding: false,
          trial: place,
        },
        options,
      );
    });
    return {options, specs};
  });
  return {first, trials, runs};
}

/** What was found, and the runs with the options that were chosen. @param over the trainings that are over: all of the plan */
export function chooseOptions(
  {searches, settings, setOptions}: TuningPlan,
  over: readonly Run[],
): {tuned: Tuned[]; chosen: Map<string, RunSpec>} {
  const byKey = new Map(over.map((run) => [run.key, run]));
  const chosen = new Map<string, RunSpec>();
  const tuned = searches.map(({first, trials: planned, runs}): Tuned => {
    const {dataset, loss, sampler, seed, fold} = first;
    const trials = planned.map(({options, specs}, number) =>
      trialOf(
        number,
        options,
        specs.map(({key}) => byKey.get(key)!),
        settings.metric,
      ),
    );
    const best = bestTrial(trials, settings.metric);
    for (const run of runs) chosen.set(run.id, setOptions(run, trials[best]!.options));
    return {
      dataset: dataset.name,
      loss: loss.settings.name,
      sampler: sampler?.settings.name ?? null,
      ...(settings.unit === 'data set' ? {} : {seed, ...(fold === null ? {} : {fold: fold.number})}),
      space: [...loss.space],
      trials,
      chosen: best,
    };
  });
  return {tuned, chosen};
}

function trialOf(
  number: number,
  options: Record<string, OptionValue>,
  runs: readonly Run[],
  metric: string,
): Trial {
  const scores = runs.map(({metrics}) => {
    const score = metrics[metric];
    return score === undefined || !Number.isFinite(score) ? null : score;
  });
  const errors = [...new Set(runs.flatMap(({error}) => error ?? []))];
  const known = scores.filter((score) => score !== null);
  return {
    number,
    options,
    scores,
    mean: known.length < scores.length ? null : known.reduce((sum, score) => sum + score, 0) / known.length,
    ...(errors.length === 0 ? {} : {errors}),
    seconds: Math.round(1000 * runs.reduce((sum, {seconds}) => sum + seconds, 0)) / 1000,
  };
}

/**
 * @param option by which the folds were given, without the dashes
 * @throws UsageError where a class has fewer training examples than there are validation folds
 */
export function checkValidationFolds(
  datasets: readonly DatasetSettings[],
  task: Suite['task'],
  folds: number,
  option: string,
): void {
  if (task === 'verification') return; // Of which folds leave how many classes, the folds themselves say.
  for (const {name, trainCounts, classNames} of datasets) {
    const size = Math.min(...trainCounts.filter((count) => count > 0));
    if (size >= folds) continue;
    const rarest = `class ${classNames[trainCounts.indexOf(size)]} of ${name} has ${size} training ${size === 1 ? 'example' : 'examples'}`;
    throw new UsageError(
      size < 2
        ? `--tune: ${rarest}, and validation needs one beside those that are trained on: leave out this data set or --tune.`
        : `--${option} must be an integer from 2 to ${size}, because ${rarest}, but is ${folds}.`,
    );
  }
}
