import {type GivenOptions, integer, type Option, OptionError, resolveOptions} from '@isomargin/core/options';
import {SamplingError} from '../errors.js';
import type {ClassLabels, Features, FlatRows} from '../input/kinds.js';
import {isTensor} from '../input/tensors.js';
import {finish, finishAsync, type Job, type RunOptions, settled} from '../job.js';
import type {Resampled, Sampler} from '../sampler.js';
import {batchesOf, rowCount} from './batches-of.js';
import {joinEmbeddings, type ReadValues, readEmbeddings} from './embeddings.js';

const name = 'inEmbeddingSpace';

export const embeddingOptions: {readonly batchSize: Option<number>} = {
  batchSize: integer({default: 256, min: 1, description: 'Rows that `embed` gets at once, at most.'}),
};

/** How rows become embeddings. */
export interface EmbeddingOptions<X extends Features, E extends Features>
  extends GivenOptions<typeof embeddingOptions> {
  /**
   * The embeddings of some rows, one a row: `(images) => encoder.predict(images)`. The rows are of the kind that X is:
   * a tensor [rows, …], an array of rows, or `{data, columns}`. Tensors that it gets and that it returns are disposed.
   */
  readonly embed: (rows: X) => E | PromiseLike<E>;
}

/** A method with its options that works on embeddings. */
export interface EmbeddingSampler<X extends Features, E extends Features> {
  /** The name of the method that resamples the embeddings. */
  readonly name: string;
  /**
   * Resamples the embeddings of a training set. The `X` of the result has embeddings, of the kind that `embed` returns;
   * `indices` are rows of the given `X`, which is not changed and not disposed.
   *
   * @throws SamplingError where the data or their embeddings are broken or not enough for the method, and where
   *   `embed` returns a promise
   */
  fitResample<Y extends ClassLabels>(X: X, y: Y): Resampled<E, Y>;
  /** The same in slices, with progress, and an end on demand; `embed` may return promises. */
  fitResampleAsync<Y extends ClassLabels>(X: X, y: Y, options?: RunOptions): Promise<Resampled<E, Y>>;
}

/**
 * Any method in the space of a model's embeddings: `inEmbeddingSpace(smote({k: 5}), {embed})` makes embeddings between
 * embeddings; between two images there is little. All rows are embedded, batch after batch, and the method sees nothing
 * but their embeddings.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function inEmbeddingSpace<X extends Features, E extends Features>(
  sampler: Sampler,
  {embed, ...given}: EmbeddingOptions<X, E>,
): EmbeddingSampler<X, E> {
  const {batchSize} = resolveOptions(name, embeddingOptions, given, ['embed']);
  if (typeof embed !== 'function') {
    throw new OptionError(`${name}: embed must be a function from rows to embeddings.`);
  }
  function* embedded(
    X: X,
    y: ClassLabels,
    read: ReadValues,
  ): Job<{flat: FlatRows; restore(flat: FlatRows): E}> {
    const count = rowCount(name, X);
    const labels = isTensor(y) ? y.shape[0] : y?.length;
    if (labels !== count) {
      throw new SamplingError(`${name}: X has ${count} rows and y has ${labels}; as many are expected.`);
    }
    const parts = [];
    for (const {rows, first, last} of batchesOf(X, yield* settled(read(X), name), batchSize)) {
      try {
        const result = yield* settled(embed(rows), `${name}: embed`, dispose);
        parts.push(yield* readEmbeddings(name, result, first, last, read));
      } finally {
        dispose(rows);
      }
      yield {stage: 'embeddings', done: last, total: count};
    }
    return joinEmbeddings<E>(name, parts);
  }
  return {
    name: sampler.name,
    fitResample(X, y) {
      const {flat, restore} = finish(
        embedded(X, y, (rows) => (isTensor(rows) ? rows.bufferSync() : undefined)),
      );
      const result = sampler.fitResample(flat, y);
      return {...result, X: restore(result.X)};
    },
    async fitResampleAsync(X, y, options) {
      const read: ReadValues = (rows) => (isTensor(rows) ? rows.buffer() : undefined);
      const {flat, restore} = await finishAsync(embedded(X, y, read), options);
      const result = await sampler.fitResampleAsync(flat, y, options);
      return {...result, X: restore(result.X)};
    },
  };
}

function dispose(rows: Features): void {
  if (isTensor(rows)) rows.dispose();
}
