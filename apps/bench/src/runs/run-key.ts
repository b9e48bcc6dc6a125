import {createHash} from 'node:crypto';
import {namedBackbone} from '../backbones/named.js';
import type {SuiteDefinition} from '../suites/declared/definition.js';
import type {RunSpec} from './run-spec.js';

/** What decides a run's result beside the run itself, the same for all runs of a comparison. */
export interface Environment {
  /** Hash of the benchmark's own code. */
  readonly code: string;
  /** Hashes of the loss modules from elsewhere. */
  readonly moduleHash: (module: string) => string;
  readonly versions: Readonly<Record<string, string>>;
}

/**
 * Hash of everything that decides the result of a run: two runs with one key are one run. What only says where things are or how
 * they are called is left out.
 */
export function runKey(spec: Omit<RunSpec, 'key'>, {code, versions, ...environment}: Environment): string {
  const {suite, dataset, loss, sampler, seed, fold, trial, epochs, backend, keepsEmbedding} = spec;
  const {definition, backbone} = spec;
  const {name, trainCounts, testCounts, rareLabels, contentHash, noise, label, header} = dataset;
  const parts = {
    suite,
    dataset: {name, trainCounts, testCounts, rareLabels, contentHash, noise, label, header},
    loss: {package: loss.settings.package, plugin: loss.plugin, options: loss.settings.options},
    module: environment.moduleHash(loss.module),
    sampler: sampler && {method: sampler.method, options: sampler.settings.options},
    seed,
    fold,
    // Options say what is tried, whatever the number of the trial is.
    ...(trial === undefined ? {} : {validation: {fold: trial.fold, folds: trial.folds}}),
    epochs,
    backend,
    keepsEmbedding,
    // How the test part is held back, and the network by name; counts and content of the data say the rest.
    ...(definition === undefined ? {} : {test: definition.test, network: networkOf(definition)}),
    ...(backbone === undefined
      ? {}
      : {backbone: backbone.module === undefined ? backbone.name : environment.moduleHash(backbone.module)}),
    code,
    versions,
  };
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** A module is known by its content, wherever it is. */
function networkOf({backbone}: SuiteDefinition): string | undefined {
  return backbone === undefined || namedBackbone(backbone) === undefined ? undefined : backbone;
}
