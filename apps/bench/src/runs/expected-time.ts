import {cnn} from '../backbones/cnn.js';
import {mlp, tableMlp} from '../backbones/mlp.js';
import type {Run} from '../results/types.js';
import {batchesPerEpoch} from '../training/batches.js';
import {protocol} from '../training/protocol.js';
import type {Plan} from './plan.js';
import type {RunSpec} from './run-spec.js';

/** What the expected time of a run is taken from, the surest first. */
export type Basis = 'like runs' | 'runs on its data set' | 'steps' | 'nothing';

export interface ExpectedTime {
  /** Of the run alone; undefined where nothing is known. */
  readonly seconds: number | undefined;
  readonly basis: Basis;
}

/**
 * Processor seconds of a step of 128 rows and of all else (data, evaluation), with affinity on the wasm backend, on a core of a cloud
 * server. Good for an order of magnitude, until the first run is over.
 */
const measured: readonly {
  readonly backbone: Plan['suite']['backbone'];
  readonly step: number;
  readonly rest: number;
}[] = [
  {backbone: cnn, step: 0.052, rest: 3.3}, // digits
  {backbone: mlp, step: 0.012, rest: 2.2}, // MNIST
  {backbone: tableMlp, step: 0.006, rest: 0.2}, // 300 rows
];

/**
 * How long a run will take: as long as finished runs of its loss and sampler on its data set, or else as those of others on this
 * data set, or else as its number of steps says.
 *
 * @param finished runs that are over, of this comparison or of others
 */
export function expectedTime(
  spec: RunSpec,
  finished: readonly Run[],
  {suite}: Pick<Plan, 'suite'>,
): ExpectedTime {
  const onDataset = finished.filter((run) => run.status === 'ok' && run.dataset === spec.dataset.name);
  const like = onDataset.filter(
    (run) => run.loss === spec.loss.settings.name && run.sampler === (spec.sampler?.settings.name ?? null),
  );
  if (like.length > 0) return {seconds: meanSeconds(like, spec), basis: 'like runs'};
  if (onDataset.length > 0) return {seconds: meanSeconds(onDataset, spec), basis: 'runs on its data set'};
  const cost =
    spec.backend === 'wasm' && spec.backbone === undefined
      ? measured.find(({backbone}) => backbone === suite.backbone)
      : undefined;
  if (cost === undefined) return {seconds: undefined, basis: 'nothing'};
  const rows = spec.dataset.trainCounts.reduce((sum, count) => sum + count, 0);
  const steps = spec.epochs * batchesPerEpoch(rows, protocol.batchSize);
  return {seconds: cost.rest + steps * cost.step, basis: 'steps'};
}

/** As if they had had as many epochs. */
function meanSeconds(runs: readonly Run[], {epochs}: RunSpec): number {
  const each = runs.map(({seconds, curves}) => (seconds * epochs) / (curves.epoch.length || epochs));
  return each.reduce((sum, seconds) => sum + seconds, 0) / each.length;
}

/** Seconds until runs of these lengths are over, begun in their order, `jobs` at a time. */
export function makespan(lengths: readonly number[], jobs: number): number {
  const busy = new Array<number>(jobs).fill(0);
  for (const seconds of lengths) {
    const first = busy.indexOf(Math.min(...busy));
    busy[first]! += seconds;
  }
  return Math.max(...busy);
}
