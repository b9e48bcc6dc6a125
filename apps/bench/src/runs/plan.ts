import {availableParallelism, cpus} from 'node:os';
import {nearestName} from '@isomargin/core';
import {getBackend, version_core} from '@tensorflow/tfjs-core';
import {type BackboneChoice, chooseBackbone} from '../backbones/choose.js';
import {loadBackbone, tryBackbone} from '../backbones/own-backbone.js';
import {type BackendName, checkBackendInstalled, startBackend} from '../backend.js';
import {UsageError} from '../errors.js';
import {chooseLosses} from '../losses/choose.js';
import type {LossChoice} from '../losses/loss-choice.js';
import {parseLossSpecs} from '../losses/parse-spec.js';
import {untrainedChoice} from '../losses/untrained-choice.js';
import {manifest} from '../manifest.js';
import {chooseBaseline} from '../report/contenders.js';
import type {
  DatasetSettings,
  LossSettings,
  OptionValue,
  Settings,
  Tuned,
  TuningSettings,
} from '../results/types.js';
import {chooseSamplers} from '../samplers/choose.js';
import {presetNamed} from '../suites/presets.js';
import type {Fold, Suite, SuiteOptions} from '../suites/suite.js';
import {protocol} from '../training/protocol.js';
import {
  checkValidationFolds,
  planTuning,
  type SetOptions,
  type TuningPlan,
  VALIDATION_FOLDS,
} from '../tuning/tuning-plan.js';
import {moduleHash, ownCodeHash} from './code-hash.js';
import {shellCommand} from './command.js';
import {type Environment, runKey} from './run-key.js';
import type {RunSpec} from './run-spec.js';

/** What a comparison is asked to be; what is undefined is the suite's default. */
export interface PlanRequest {
  readonly suite: Suite;
  /** As it was typed, where the suite is a file. */
  readonly suiteFile: string | undefined;
  /** By name: options of the suite that are set together where they are not given. */
  readonly preset: string | undefined;
  /** Comma-separated. */
  readonly losses: string | undefined;
  /** Comma-separated. */
  readonly samplers: string | undefined;
  readonly datasets: readonly string[] | undefined;
  /** Folder or file with the data, absolute. */
  readonly data: string | undefined;
  /** The column with the classes, for tables. */
  readonly label: string | undefined;
  /** Whether tables begin with the names of their columns. */
  readonly header: boolean | undefined;
  /** Gets the data where no folder is given and the suite needs one; returns the folder. */
  readonly download: () => Promise<string>;
  readonly seeds: readonly number[] | undefined;
  readonly epochs: number | undefined;
  readonly fractions: readonly number[] | undefined;
  readonly noise: readonly number[] | undefined;
  readonly ratios: readonly number[] | undefined;
  readonly largest: number | undefined;
  readonly folds: number | undefined;
  /** This fold alone, from 1. */
  readonly fold: number | undefined;
  /** A name, or the path of a module. */
  readonly backbone: string | undefined;
  /** Trials of each contender; nothing is tuned where it is left out. */
  readonly tune: number | undefined;
  /** Parts of the training examples that trials are judged by. */
  readonly tuneFolds: number | undefined;
  /** Whether the backbone as it is drawn has a row of its own; as the suite does where it is left out. */
  readonly untrained: boolean | undefined;
  readonly backend: BackendName;
  readonly jobs: number;
  readonly cwd: string;
  /** The command line as it was typed. */
  readonly command: string;
}

/** A comparison before it begins. */
export interface Plan {
  readonly suite: Suite;
  /** All but what only the end knows. */
  readonly settings: Omit<Settings, 'seconds'>;
  readonly specs: readonly RunSpec[];
  /** What the suite made its data sets from. */
  readonly options: SuiteOptions;
  /** What comes before the runs: options that are tuned are not in them yet. */
  readonly tuning?: TuningPlan;
  /** How the options of the runs were chosen. */
  readonly tuned?: {
    readonly searches: readonly Tuned[];
    /** What the search took. */
    readonly seconds: number;
  };
}

/**
 * Checks a request and lists its runs. All runs of a seed and fold follow each other, so that an interrupted comparison
 * has whole pairs.
 *
 * @throws UsageError, UserError, OptionError, or what the data's loader throws
 */
export async function makePlan(typed: PlanRequest): Promise<Plan> {
  const {suite, backend, cwd, jobs} = typed;
  checkOptions(typed);
  const request = withPreset(typed);
  checkBackendInstalled(backend, cwd);
  const losses = await lossesOf(request);
  const samplers = chooseSamplers(request.samplers ?? suite.defaults.samplers ?? 'none');
  const namedBackbone = request.backbone ?? suite.defaults.backbone;
  const backbone = namedBackbone === undefined ? undefined : chooseBackbone(namedBackbone, cwd);
  const folds = foldsOf(request);
  const data = await dataOf(request);
  const options: SuiteOptions = {
    fractions: request.fractions ?? suite.defaults.fractions ?? [],
    noise: request.noise ?? suite.defaults.noise ?? [],
    ratios: request.ratios ?? suite.defaults.ratios ?? [],
    largest: request.largest ?? suite.defaults.largest ?? 0,
    folds: folds[0]?.of,
    data,
    label: request.label,
    header: request.header,
  };
  const all = await suite.datasets(options);
  const chosen = chosenDatasets(all, request.datasets, suite.name);
  // Whoever names a number of epochs means it for all data sets.
  const datasets =
    request.epochs === undefined ? chosen : chosen.map(({epochs: _, ...others}): DatasetSettings => others);
  const seeds = request.seeds ?? firstSeeds(suite.defaults.seeds);
  const versions = {isomargin: manifest.version, tfjs: version_core, node: process.versions.node};
  const code = ownCodeHash();
  const environment: Environment = {code, moduleHash, versions};
  const epochs = request.epochs ?? suite.defaults.epochs;
  const hasUntrained = request.untrained ?? suite.headline.includes(NEAREST_MEAN);
  const specs = datasets.flatMap((dataset) =>
    seeds.flatMap((seed) =>
      (folds.length === 0 ? [null] : folds).flatMap((fold) =>
        [...losses, ...(hasUntrained ? [untrainedChoice] : [])].flatMap((loss) =>
          (loss === untrainedChoice ? [null] : samplers).map((sampler): RunSpec => {
            const trained = {epochs: epochs ?? dataset.epochs ?? 1, backend, data, cwd};
            const chosen = {
              ...(suite.definition === undefined ? {} : {definition: suite.definition}),
              ...(backbone === undefined ? {} : {backbone}),
            };
            const spec = {suite: suite.name, dataset, loss, sampler, seed, fold, ...trained, ...chosen};
            const unkeyed = {
              ...spec,
              id: idOf(spec),
              keepsEmbedding: seed === seeds[0] && fold === (folds[0] ?? null),
              // It is not repeated alone.
              command: loss === untrainedChoice ? request.command : shellCommand(spec, request),
            };
            return {...unkeyed, key: runKey(unkeyed, environment)};
          }),
        ),
      ),
    ),
  );
  const setOptions: SetOptions = (spec, options) => {
    const {settings} = spec.loss;
    const loss = {...spec.loss, settings: {...settings, options: {...settings.options, ...options}}};
    // A training of the tuning is not repeated alone.
    const command =
      spec.trial === undefined ? shellCommand(withOptions(spec, options), request) : request.command;
    const unkeyed = {...spec, loss, command};
    return {...unkeyed, key: runKey(unkeyed, environment)};
  };
  const tuningSettings = tuningSettingsOf(request, datasets);
  const tuning =
    tuningSettings &&
    planTuning(
      specs.filter(({loss}) => loss !== untrainedChoice),
      tuningSettings,
      setOptions,
    );
  const lossSettings = losses.map(({settings, module}): LossSettings => {
    const hash = moduleHash(module);
    return hash === '' ? settings : {...settings, code: hash};
  });
  const samplerSettings = samplers.map((sampler) => sampler?.settings ?? null);
  return {
    suite,
    specs,
    options,
    ...(tuning === undefined ? {} : {tuning}),
    settings: {
      command: request.command,
      description: suite.description,
      datasets,
      backbone: await backboneText(suite, backbone, specs[0]),
      embeddingSize: protocol.embeddingSize,
      ...(epochs === undefined ? {} : {epochs}),
      batchSize: protocol.batchSize,
      optimizer: protocol.optimizer,
      learningRate: protocol.learningRate,
      schedule: protocol.schedule,
      seeds: [...seeds],
      ...(folds[0] === undefined ? {} : {folds: folds[0].of}),
      ...(tuningSettings === undefined ? {} : {tuning: tuningSettings}),
      losses: lossSettings,
      samplers: samplerSettings,
      baseline: chooseBaseline(lossSettings, samplerSettings),
      headline: [...suite.headline],
      backend,
      jobs: Math.min(jobs, specs.length + (tuning?.specs.length ?? 0)),
      versions,
      code,
      host: {cpu: cpus()[0]?.model.trim() ?? '', cores: availableParallelism()},
      startedAt: new Date().toISOString(),
    },
  };
}

/** Where tables show it, an untrained backbone stands beside. */
const NEAREST_MEAN = 'nearestMeanAccuracy';

function idOf({
  dataset,
  loss,
  sampler,
  seed,
  fold,
}: Pick<RunSpec, 'dataset' | 'loss' | 'sampler' | 'seed' | 'fold'>): string {
  const parts = [dataset.name, loss.settings.name, sampler?.settings.name, seed, fold?.number];
  return parts.filter((part) => part !== undefined).join('/');
}

/** The request with what its preset sets. @throws UsageError where the suite has no such preset */
function withPreset(request: PlanRequest): PlanRequest {
  if (request.preset === undefined) return request;
  const {seeds, ...preset} = presetNamed(request.suite, request.preset);
  const typed = Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));
  return {...request, ...preset, ...(seeds === undefined ? {} : {seeds: firstSeeds(seeds)}), ...typed};
}

function firstSeeds(count: number): number[] {
  return Array.from({length: count}, (_, index) => index + 1);
}

/** Refuses what the suite does not know. */
function checkOptions(request: PlanRequest): void {
  const {suite, data, label, header, fractions, noise, ratios, largest, folds, fold} = request;
  const {tune, tuneFolds} = request;
  const {name, needsData, defaults} = suite;
  const refuse = (option: string, given: unknown, isKnown: boolean, why: string): void => {
    if (given !== undefined && !isKnown) throw new UsageError(`--${option}: the suite ${name} ${why}.`);
  };
  refuse('data', data, needsData !== undefined, 'draws its own data');
  refuse('label', label, needsData === 'CSV', 'has no tables');
  refuse('header', header, needsData === 'CSV', 'has no tables');
  const fixed = 'has none; its data sets are fixed';
  refuse('fractions', fractions, defaults.fractions !== undefined, fixed);
  refuse('noise', noise, defaults.noise !== undefined, 'adds none to its labels');
  refuse('ratios', ratios, defaults.ratios !== undefined, 'has no long tails');
  refuse('largest', largest, defaults.largest !== undefined, 'has no long tails');
  const given = 'has none; its test set is given';
  const forTuning = 'With --tune they divide its training examples, for validation';
  refuse('folds', folds, defaults.folds !== undefined || tune !== undefined, `${given}. ${forTuning}`);
  refuse('fold', fold, defaults.folds !== undefined, given);
  if (request.untrained === true && !suite.headline.includes(NEAREST_MEAN)) {
    throw new UsageError(`--untrained: the suite ${name} does not judge by the nearest class mean.`);
  }
  if (tuneFolds !== undefined && tune === undefined) {
    throw new UsageError('--tune-folds is for tuning: give --tune N, too.');
  }
  if (tuneFolds !== undefined && folds !== undefined && defaults.folds === undefined) {
    throw new UsageError(`--folds and --tune-folds are the same for the suite ${name}: give one of them.`);
  }
}

function foldsOf({suite, folds, fold}: PlanRequest): Fold[] {
  if (suite.defaults.folds === undefined) return [];
  const of = folds ?? suite.defaults.folds;
  if (fold !== undefined && fold > of) {
    throw new UsageError(`--fold must be an integer from 1 to ${of}, but is ${fold}.`);
  }
  const all = Array.from({length: of}, (_, index): Fold => ({number: index + 1, of}));
  return fold === undefined ? all : all.filter(({number}) => number === fold);
}

/** The backbone in words, a line a layer; one of the user's own is tried out. */
async function backboneText(
  suite: Suite,
  choice: BackboneChoice | undefined,
  spec: RunSpec | undefined,
): Promise<string[]> {
  if (choice === undefined || spec === undefined) return [...suite.backbone.description];
  const backbone = await loadBackbone(choice);
  if (choice.module === undefined) return [...backbone.description];
  const {dataset, seed, fold, data, cwd} = spec;
  const {train} = await suite.load({dataset, seed, fold, data});
  // tfjs has one as soon as a backend is started, whatever its declaration says.
  if (!(getBackend() as string | undefined)) await startBackend('cpu', cwd);
  const {embeddingSize} = protocol;
  const layers = tryBackbone(backbone, {inputShape: train.shape, embeddingSize, seed});
  return [`${choice.name} (SHA-256 ${moduleHash(choice.module).slice(0, 16)})`, ...layers];
}

/** How is tuned; undefined where nothing is. @throws UsageError where there are not enough examples for the folds */
function tuningSettingsOf(
  {suite, tune, folds, tuneFolds}: PlanRequest,
  datasets: readonly DatasetSettings[],
): TuningSettings | undefined {
  if (tune === undefined) return undefined;
  const {defaults, headline, hasOwnTestSet, task} = suite;
  const ofTraining = defaults.folds === undefined ? folds : undefined;
  const of = tuneFolds ?? ofTraining ?? VALIDATION_FOLDS;
  checkValidationFolds(datasets, task, of, ofTraining === undefined ? 'tune-folds' : 'folds');
  const unit = hasOwnTestSet === true ? 'data set' : 'test set';
  return {trials: tune, folds: of, metric: headline[0]!, unit};
}

/** A run under the name that its loss would be typed by with further options. */
function withOptions(spec: RunSpec, options: Readonly<Record<string, OptionValue>>): RunSpec {
  const {settings} = spec.loss;
  const typed = Object.entries(options).map(
    ([name, value]) => `:${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return {...spec, loss: {...spec.loss, settings: {...settings, name: [settings.name, ...typed].join('')}}};
}

async function dataOf({suite, data, download}: PlanRequest): Promise<string | undefined> {
  if (data === undefined && suite.dataPath !== undefined) return suite.dataPath;
  if (suite.needsData === 'CSV' && data === undefined) {
    throw new UsageError(`--data: the suite ${suite.name} needs a CSV file, or a folder with some.`);
  }
  return suite.needsData?.startsWith('MNIST') ? (data ?? (await download())) : data;
}

async function lossesOf({suite, losses, cwd}: PlanRequest): Promise<LossChoice[]> {
  const {losses: defaults} = suite.defaults;
  const list = losses ?? defaults.map(({spec}) => spec).join(',');
  const chosen = await chooseLosses(parseLossSpecs(list), cwd);
  return chosen.map((choice) => {
    const title = defaults.find(({spec}) => spec === choice.settings.name)?.title;
    return title === undefined ? choice : {...choice, settings: {...choice.settings, title}};
  });
}

function chosenDatasets(
  all: DatasetSettings[],
  wanted: readonly string[] | undefined,
  suite: string,
): DatasetSettings[] {
  if (wanted === undefined) return all;
  const names = all.map(({name}) => name);
  for (const name of wanted) {
    if (names.includes(name)) continue;
    const nearest = nearestName(name, names);
    throw new UsageError(
      `--datasets: the suite ${suite} has no data set '${name}'. ${nearest === undefined ? '' : `Did you mean '${nearest}'? `}It has: ${names.join(', ')}.`,
    );
  }
  return all.filter(({name}) => wanted.includes(name));
}
