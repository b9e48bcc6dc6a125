import type {BackboneChoice} from '../backbones/choose.js';
import type {BackendName} from '../backend.js';
import type {LossChoice} from '../losses/loss-choice.js';
import type {Curves, DatasetSettings, Run, TrialPlace} from '../results/types.js';
import type {SamplerChoice} from '../samplers/sampler-choice.js';
import type {SuiteDefinition} from '../suites/declared/definition.js';
import type {Fold} from '../suites/suite.js';

/** One training that is to be done: plain JSON, so that it can go to another process. */
export interface RunSpec {
  readonly id: string;
  /** Hash of all that decides the result. */
  readonly key: string;
  readonly suite: string;
  /** All of the suite, where it is none of the benchmark's own. */
  readonly definition?: SuiteDefinition;
  /** In place of the suite's; left out where it is that. */
  readonly backbone?: BackboneChoice;
  readonly dataset: DatasetSettings;
  readonly loss: LossChoice;
  readonly sampler: SamplerChoice | null;
  readonly seed: number;
  /** Null where training and test set are given. */
  readonly fold: Fold | null;
  /** Where it is a training of the tuning: judged by a part of the training examples, it has no test set. */
  readonly trial?: TrialPlace;
  readonly epochs: number;
  readonly backend: BackendName;
  /** Folder or file with the data, absolute. */
  readonly data: string | undefined;
  /** Folder that the user is in: where packages are looked for. */
  readonly cwd: string;
  /** Whether test embeddings are to be kept for a plot. */
  readonly keepsEmbedding: boolean;
  /** The command that repeats this run alone. */
  readonly command: string;
}

/** What every run says of itself, finished or not. */
export function runHeader({
  id,
  key,
  dataset,
  loss,
  sampler,
  seed,
  fold,
  trial,
  command,
}: RunSpec): Pick<
  Run,
  'id' | 'key' | 'dataset' | 'loss' | 'options' | 'sampler' | 'seed' | 'fold' | 'trial' | 'command'
> {
  const {name, options} = loss.settings;
  return {
    id,
    key,
    dataset: dataset.name,
    loss: name,
    options,
    sampler: sampler?.settings.name ?? null,
    seed,
    ...(fold === null ? {} : {fold: fold.number}),
    ...(trial === undefined ? {} : {trial}),
    command,
  };
}

/** A run that did not come to its end. */
export function failedRun(spec: RunSpec, error: string, seconds: number): Run {
  const curves: Curves = {epoch: [], trainLoss: []};
  return {
    ...runHeader(spec),
    status: 'failed',
    error,
    metrics: {},
    perClass: [],
    confusion: [],
    curves,
    seconds,
  };
}
