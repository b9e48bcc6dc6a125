import {SamplingError} from '../errors.js';
import type {Data} from '../input/data.js';
import type {Features, FlatRows} from '../input/kinds.js';
import {readFeatures} from '../input/read-features.js';
import {isTensor} from '../input/tensors.js';
import {type Job, type RunOptions, settled} from '../job.js';
import {seedOf} from '../random.js';

/** One of the two complementary networks, to be trained. */
export interface NetworkTask {
  /** `truth` learns the classes, `falsity` their complements. */
  readonly network: 'truth' | 'falsity';
  /** The rows, one after another; yours to change. */
  readonly X: FlatRows<Float32Array | Float64Array>;
  /** What each row is to give, one number a class: for `truth` 1 for its class and 0 for the others, for `falsity` 0 and 1. */
  readonly targets: FlatRows<Float32Array>;
  /** For what is drawn at random, another one for each network: the same one in every run with the same seed. */
  readonly seed: number;
  /** Ends the work of `fitResampleAsync`. */
  readonly signal?: AbortSignal | undefined;
  /** Tells the caller of `fitResampleAsync` how far the training is. */
  readonly onProgress: (done: number, total: number) => void;
}

/**
 * Trains a network and returns its outputs for the same rows, [rows, classes]: an array of rows, `{data, columns}` or a
 * tensor, which is disposed. Where it returns a promise, only `fitResampleAsync` can be used.
 */
export type TrainNetwork = (task: NetworkTask) => Features | PromiseLike<Features>;

/**
 * Trains a network and gives its output for a row and a class.
 *
 * @throws SamplingError where the outputs are not one finite number for each row and class
 */
export function* trainedOutputs(
  owner: string,
  {table, classes}: Data,
  network: 'truth' | 'falsity',
  train: TrainNetwork,
  seed: number,
  {signal, onProgress}: RunOptions,
): Job<(row: number, code: number) => number> {
  const {codes, names} = classes;
  const own = network === 'truth' ? 1 : 0;
  const targets = new Float32Array(codes.length * names.length).fill(1 - own);
  for (let row = 0; row < codes.length; ++row) targets[row * names.length + codes[row]!] = own;
  const stage = `${network} network`;
  yield {stage, done: 0, total: 1};
  const given = train({
    network,
    X: {data: table.values.slice(), columns: table.columns},
    targets: {data: targets, columns: names.length},
    seed: seedOf(seed, network === 'truth' ? 0 : 1),
    signal,
    onProgress: (done, total) => onProgress?.({stage, done, total}),
  });
  const outputs = yield* settled(given, `${owner}: train`, dispose);
  try {
    const whose = `${owner}: outputs of the ${network} network as X`;
    const {table: read} = readFeatures(outputs, {owner: whose, reads: 'numbers', interpolates: false});
    if (read.count !== codes.length || read.columns !== names.length) {
      throw new SamplingError(
        `${owner}: the outputs of the ${network} network are [${read.count}, ${read.columns}]; [${codes.length}, ` +
          `${names.length}] is expected, one number for each row and class.`,
      );
    }
    // A copy: what a tensor gave may be gone with it.
    const values = read.values.slice();
    return (row, code) => values[row * names.length + code]!;
  } finally {
    dispose(outputs);
  }
}

function dispose(outputs: Features): void {
  if (isTensor(outputs)) outputs.dispose();
}
