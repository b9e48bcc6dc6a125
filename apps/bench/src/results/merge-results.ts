import {isDeepStrictEqual} from 'node:util';
import {UserError} from '../errors.js';
import {chooseBaseline, contenderName, pairKey, pairTitle} from '../report/contenders.js';
import {summarise} from '../report/summarise.js';
import {isUntrained} from '../report/untrained.js';
import type {DatasetSettings, LossSettings, Results, Run, SamplerSettings, Settings, Tuned} from './types.js';

/** The results of one folder. */
export interface Source {
  /** What errors call it. */
  readonly name: string;
  readonly results: Results;
}

/**
 * Puts the results of several comparisons together: of parts of one comparison that different machines did. A run that is in
 * several of them counts once, as finished where one of them finished it.
 *
 * @param sources at least one
 * @throws UserError that names what differs, where they cannot be compared
 */
export function mergeResults(sources: readonly Source[]): Results {
  const first = sources[0]!;
  for (const other of sources.slice(1)) checkFit(first, other);
  const all = sources.map(({results}) => results.settings);
  const datasets = merged(sources, 'data set', ({settings}) => settings.datasets, decidingDataset);
  const losses = merged(sources, 'loss', ({settings}) => settings.losses, decidingLoss);
  const samplers = mergedSamplers(sources);
  const seeds = [...new Set(all.flatMap((settings) => settings.seeds))].sort((a, b) => a - b);
  const {interrupted: _, ...settings} = first.results.settings;
  const whole: Settings = {
    ...settings,
    command: unique(all.map(({command}) => command)).join(' && '),
    datasets,
    losses,
    samplers,
    seeds,
    baseline: sources.length === 1 ? settings.baseline : chooseBaseline(losses, samplers),
    jobs: Math.max(...all.map(({jobs}) => jobs)),
    host: {
      cpu: unique(all.map(({host}) => host.cpu)).join('; '),
      cores: Math.max(...all.map(({host}) => host.cores)),
    },
    startedAt: all.map(({startedAt}) => startedAt).sort()[0]!,
    seconds: all.reduce((sum, {seconds}) => sum + seconds, 0),
  };
  const runs = inOrder(mergedRuns(sources), whole);
  const stopped = all.some(({interrupted}) => interrupted === true) && runs.length < runCount(whole, runs);
  return {
    version: 1,
    suite: first.results.suite,
    settings: stopped ? {...whole, interrupted: true} : whole,
    runs,
    summary: summarise(runs, whole),
    ...(whole.tuning === undefined ? {} : {tuned: mergedTuned(sources)}),
  };
}

/** What has to be the same in all comparisons, in the words of an error. */
function deciding({suite, settings}: Results): Record<string, unknown> {
  const {epochs, embeddingSize, batchSize, optimizer, learningRate, schedule, folds, versions} = settings;
  return {
    suite,
    'number of epochs': epochs,
    'number of folds': folds,
    tuning: settings.tuning,
    backbone: settings.backbone,
    'embedding size': embeddingSize,
    'batch size': batchSize,
    optimizer,
    'learning rate': learningRate,
    schedule,
    backend: settings.backend,
    'version of isomargin': versions.isomargin,
    'version of tfjs': versions.tfjs,
    'version of Node.js': versions.node,
    'code of the benchmark': settings.code,
  };
}

function checkFit(first: Source, other: Source): void {
  const [a, b] = [deciding(first.results), deciding(other.results)];
  const differences = Object.keys(a)
    .filter((name) => !isDeepStrictEqual(a[name], b[name]))
    .map((name) => `${name}: ${text(a[name])} and ${text(b[name])}`);
  if (differences.length > 0) throw unfit(first.name, other.name, differences);
}

/** All that decides results; what only says where the data lies is left out. */
function decidingDataset({description: _, file: __, ...others}: DatasetSettings): Record<string, unknown> {
  return others;
}

function decidingLoss({title: _, paper: __, ...others}: LossSettings): Record<string, unknown> {
  return others;
}

/** All that are named, each once, in the order in which they first come. */
function merged<T extends {readonly name: string}>(
  sources: readonly Source[],
  kind: string,
  of: (results: Results) => readonly T[],
  decidingParts: (one: T) => Record<string, unknown>,
): T[] {
  const known = new Map<string, {one: T; source: string}>();
  for (const {name: source, results} of sources) {
    for (const one of of(results)) {
      const before = known.get(one.name);
      if (before === undefined) known.set(one.name, {one, source});
      else {
        const [a, b] = [decidingParts(before.one), decidingParts(one)];
        const differences = unique([...Object.keys(a), ...Object.keys(b)])
          .filter((part) => !isDeepStrictEqual(a[part], b[part]))
          .map((part) => `${kind} ${one.name}, ${part}: ${text(a[part])} and ${text(b[part])}`);
        if (differences.length > 0) throw unfit(before.source, source, differences);
      }
    }
  }
  return [...known.values()].map(({one}) => one);
}

/** Training examples as they are come first. */
function mergedSamplers(sources: readonly Source[]): (SamplerSettings | null)[] {
  const given = (results: Results): SamplerSettings[] =>
    results.settings.samplers.filter((sampler) => sampler !== null);
  const named = merged(sources, 'sampler', given, ({title: _, ...others}) => others);
  const plain = sources.some(({results}) => results.settings.samplers.includes(null));
  return plain ? [null, ...named] : named;
}

function mergedRuns(sources: readonly Source[]): Run[] {
  const known = new Map<string, {run: Run; source: string}>();
  for (const {name: source, results} of sources) {
    for (const run of results.runs) {
      const place = placeOf(run);
      const before = known.get(place);
      if (before === undefined) known.set(place, {run, source});
      else if (before.run.status === 'failed') known.set(place, {run, source});
      else if (run.status === 'ok') {
        if (run.key !== before.run.key && !isDeepStrictEqual(run.metrics, before.run.metrics)) {
          const {dataset, seed, fold} = run;
          const title = `${dataset}, ${contenderName(run)}, ${pairTitle(seed, fold)}`;
          throw unfit(before.source, source, [`run ${title}: two different results`]);
        }
        // The first seed of a comparison keeps its embedding.
        if (before.run.embedding === undefined && run.embedding !== undefined)
          known.set(place, {run, source});
      }
    }
  }
  return [...known.values()].map(({run}) => run);
}

/** Every search once: what it chose is the same in all of them, or else the runs have different options. */
function mergedTuned(sources: readonly Source[]): Tuned[] {
  const known = new Map<string, {one: Tuned; source: string}>();
  for (const {name: source, results} of sources) {
    for (const one of results.tuned ?? []) {
      const place = JSON.stringify([one.dataset, contenderName(one), pairKey({seed: one.seed ?? 0, ...one})]);
      const before = known.get(place);
      if (before === undefined) known.set(place, {one, source});
      else if (!isDeepStrictEqual(chosenOptions(before.one), chosenOptions(one))) {
        const title = `${one.dataset}, ${contenderName(one)}`;
        throw unfit(before.source, source, [`tuning of ${title}: two different choices`]);
      }
    }
  }
  return [...known.values()].map(({one}) => one);
}

const chosenOptions = ({trials, chosen}: Tuned): unknown => trials[chosen]?.options;

const placeOf = (run: Run): string => JSON.stringify([run.dataset, contenderName(run), pairKey(run)]);

/** As a plan has them: all runs of a seed and fold follow each other. */
function inOrder(runs: readonly Run[], {datasets, losses, samplers}: Settings): Run[] {
  const place = <T extends {readonly name: string} | null>(all: readonly T[], name: string | null): number =>
    all.findIndex((one) => (one?.name ?? null) === name);
  const order = (run: Run): number[] => [
    place(datasets, run.dataset),
    run.seed,
    run.fold ?? 0,
    // As last, as a plan has it.
    isUntrained(run) ? losses.length : place(losses, run.loss),
    place(samplers, run.sampler),
  ];
  return runs
    .map((run) => ({run, at: order(run)}))
    .sort((a, b) => {
      const part = a.at.findIndex((value, index) => value !== b.at[index]);
      return part < 0 ? 0 : a.at[part]! - b.at[part]!;
    })
    .map(({run}) => run);
}

/** Of all data sets, seeds, folds, losses and samplers with each other. */
function runCount({datasets, seeds, losses, samplers}: Settings, runs: readonly Run[]): number {
  const folds = new Set(runs.map(({fold}) => fold)).size;
  const each = losses.length * samplers.length + (runs.some(isUntrained) ? 1 : 0);
  return datasets.length * seeds.length * folds * each;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function text(value: unknown): string {
  return value === undefined ? 'none' : typeof value === 'string' ? value : JSON.stringify(value);
}

function unfit(first: string, other: string, differences: readonly string[]): UserError {
  return new UserError(
    `${first} and ${other} cannot be merged, they differ:\n${differences.map((line) => `  ${line}`).join('\n')}`,
  );
}
