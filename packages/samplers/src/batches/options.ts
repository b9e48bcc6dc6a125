import {choice, integer, type Option, optionalInteger} from '@isomargin/core/options';
import {seed} from '../shared-options.js';

/** What happens to the rows that are left when an epoch is no multiple of the batch size. */
export type LastBatch = 'short' | 'drop' | 'even';

export const batchOptions: {
  readonly batchSize: Option<number>;
  readonly lastBatch: Option<LastBatch>;
  readonly seed: Option<number>;
} = {
  batchSize: integer({default: 32, min: 1, description: 'Rows a batch has at most.'}),
  lastBatch: choice(['short', 'drop', 'even'], {
    default: 'short',
    description:
      'What becomes of the rows that fill no batch: a short batch of their own, none, or all batches get as even as can be.',
  }),
  seed,
};

export const epochOptions: {
  readonly batchSize: Option<number>;
  readonly rowsPerEpoch: Option<number | undefined>;
  readonly lastBatch: Option<LastBatch>;
  readonly seed: Option<number>;
} = {
  ...batchOptions,
  rowsPerEpoch: optionalInteger({
    min: 1,
    description: 'Rows of an epoch; as many as there are labels where not given.',
  }),
};
