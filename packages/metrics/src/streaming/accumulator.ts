import type {Labels} from '../input/labels.js';
import type {Numbers} from '../input/numbers.js';

/** Options of the examples of one update. */
export interface UpdateOptions {
  /** How much each example counts, [n]: finite, at least 0. Default 1 each. */
  sampleWeights?: Numbers;
}

/**
 * A metric of more examples than are at hand at once. The result is the same, to the last bit, however the examples are
 * split into updates and over accumulators (in workers, say) that are merged: sums are kept exactly.
 */
export interface Accumulator<Predicted, Result, State> {
  /** All that was seen, as plain data: for postMessage, or JSON where it holds no typed arrays. */
  readonly state: State;
  /**
   * Adds examples.
   * @throws as the metric itself does, before anything is added
   */
  update(yTrue: Labels, predicted: Predicted, options?: UpdateOptions): void;
  /**
   * Adds what another accumulator of the same options has seen, or whoever has its state: `merge({state})`.
   * @throws RangeError where the options differ
   */
  merge(other: {readonly state: State}): void;
  /** The metric of all that was added. @throws RangeError where nothing (of a weight above 0) was */
  result(): Result;
}

/** Throws where nothing was added that counts. */
export function checkAdded(weight: number): void {
  if (weight === 0)
    throw new RangeError('no example (of a weight above 0) was added: there is no result yet');
}

/** Throws where accumulators of different options are to be merged. */
export function checkSame(name: string, own: unknown, other: unknown): void {
  if (own !== other)
    throw new RangeError(
      `the state to merge has ${name} ${String(other)}, this accumulator ${String(own)}: they must be equal`,
    );
}
