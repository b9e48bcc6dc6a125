import {ExactSum} from './exact-sum.js';

/** What a {@link WeightedMean} holds, as plain data. */
export interface WeightedMeanState {
  sum: readonly number[];
  weight: readonly number[];
}

/** A mean that is the same however the values are ordered or split. */
export class WeightedMean {
  readonly #sum = new ExactSum();
  readonly #weight = new ExactSum();

  add(value: number, weight: number): void {
    this.#sum.add(value * weight);
    this.#weight.add(weight);
  }

  merge({sum, weight}: WeightedMeanState): void {
    this.#sum.merge(sum);
    this.#weight.merge(weight);
  }

  get state(): WeightedMeanState {
    return {sum: [...this.#sum.parts], weight: [...this.#weight.parts]};
  }

  /** The sum of the weights. */
  get weight(): number {
    return this.#weight.value;
  }

  /** The mean. @throws RangeError where nothing of a weight above 0 was added */
  get value(): number {
    if (this.weight === 0) throw new RangeError('sampleWeights are all 0: at least one must be above 0');
    return this.#sum.value / this.#weight.value;
  }
}
