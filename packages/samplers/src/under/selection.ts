import type {OptionSet, ResolvedOptions} from '@isomargin/core/options';
import type {Data} from '../input/data.js';
import type {Job} from '../job.js';
import type {Method} from '../sampler.js';

/** A method that reads numbers and keeps some of the rows, in their old order. */
export function selection<S extends OptionSet>(
  name: string,
  options: S,
  select: (data: Data, options: ResolvedOptions<S>) => Job<Int32Array>,
): Method<S> {
  return {
    name,
    options,
    reading: () => ({reads: 'numbers', interpolates: false}),
    *resample(data, given) {
      return {kept: (yield* select(data, given)).slice().sort()};
    },
  };
}
