import {availableParallelism, cpus} from 'node:os';
import {nearestName} from '@isomargin/core';
import {version_core} from '@tensorflow/tfjs-core';
import {type BackendName, checkBackendInstalled} from '../backend.js';
import {UserError} from '../errors.js';
import {chooseLosses} from '../losses/choose.js';
import type {LossChoice} from '../losses/loss-choice.js';
import {parseLossSpecs} from '../losses/parse-spec.js';
import {manifest} from '../manifest.js';
import type {DatasetSettings, Settings} from '../results/types.js';
import type {Suite} from '../suites/suite.js';
import {protocol} from '../training/protocol.js';
import {moduleHash, ownCodeHash} from './code-hash.js';
import {shellCommand} from './command.js';
import {type Environment, runKey} from './run-key.js';
import type {RunSpec} from './run-spec.js';

/** What a comparison is asked to be; what is undefined is the suite's default. */
export interface PlanRequest {
  readonly suite: Suite;
  /** Comma-separated. */
  readonly losses: string | undefined;
  readonly datasets: readonly string[] | undefined;
  /** Folder with the data, absolute. */
  readonly data: string | undefined;
  /** Gets the data where no folder is given and the suite needs one; returns the folder. */
  readonly download: () => Promise<string>;
  readonly seeds: readonly number[] | undefined;
  readonly epochs: number | undefined;
  readonly fractions: readonly number[] | undefined;
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
}

/**
 * Checks a request and lists its runs. All losses of a seed follow each other, so that an interrupted comparison
 * has whole pairs.
 *
 * @throws UserError, OptionError, or what the data's loader throws
 */
export async function makePlan(request: PlanRequest): Promise<Plan> {
  const {suite, backend, cwd, jobs} = request;
  if (request.data !== undefined && suite.needsData === undefined) {
    throw new UserError(`--data: the suite ${suite.name} draws its own data.`);
  }
  checkBackendInstalled(backend, cwd);
  const losses = await lossesOf(request);
  const fractions = fractionsOf(request);
  const data = suite.needsData === undefined ? undefined : (request.data ?? (await request.download()));
  const all = await suite.datasets({fractions, data});
  const datasets = chosenDatasets(all, request.datasets, suite.name);
  const seeds = request.seeds ?? Array.from({length: suite.defaults.seeds}, (_, index) => index + 1);
  const epochs = request.epochs ?? suite.defaults.epochs;
  const versions = {isomargin: manifest.version, tfjs: version_core, node: process.versions.node};
  const environment: Environment = {code: ownCodeHash(), moduleHash, versions};
  const specs = datasets.flatMap((dataset) =>
    seeds.flatMap((seed) =>
      losses.map((loss): RunSpec => {
        const spec = {suite: suite.name, dataset, loss, seed, epochs, backend, data, cwd};
        const unkeyed = {
          ...spec,
          id: `${dataset.name}/${loss.settings.name}/${seed}`,
          keepsEmbedding: seed === seeds[0],
          command: shellCommand(spec, request.data),
        };
        return {...unkeyed, key: runKey(unkeyed, environment)};
      }),
    ),
  );
  const baseline = losses.find(({settings}) => settings.name === 'softmax') ?? losses[0]!;
  return {
    suite,
    specs,
    settings: {
      command: request.command,
      description: suite.description,
      datasets,
      backbone: [...suite.backbone.description],
      embeddingSize: protocol.embeddingSize,
      epochs,
      batchSize: protocol.batchSize,
      optimizer: protocol.optimizer,
      learningRate: protocol.learningRate,
      schedule: protocol.schedule,
      seeds: [...seeds],
      losses: losses.map(({settings}) => settings),
      baseline: baseline.settings.name,
      backend,
      jobs: Math.min(jobs, specs.length),
      versions,
      host: {cpu: cpus()[0]?.model.trim() ?? '', cores: availableParallelism()},
      startedAt: new Date().toISOString(),
    },
  };
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

function fractionsOf({suite, fractions}: PlanRequest): readonly number[] {
  const {fractions: defaults} = suite.defaults;
  if (fractions !== undefined && defaults === undefined) {
    throw new UserError(`--fractions: the suite ${suite.name} has none; its data sets are fixed.`);
  }
  return fractions ?? defaults ?? [];
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
    throw new UserError(
      `--datasets: the suite ${suite} has no data set '${name}'. ${nearest === undefined ? '' : `Did you mean '${nearest}'? `}It has: ${names.join(', ')}.`,
    );
  }
  return all.filter(({name}) => wanted.includes(name));
}
