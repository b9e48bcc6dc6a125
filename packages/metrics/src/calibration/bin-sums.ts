import {ExactSum} from '../sums/exact-sum.js';
import type {Confidences} from './confidences.js';
import {binOf} from './edges.js';

/** One bin of a reliability diagram. */
export interface ReliabilityBin {
  /** The probabilities in the bin: above this (the first bin: or equal), */
  from: number;
  /** and at most this. */
  to: number;
  /** How many examples are in the bin, or the sum of their weights. */
  weight: number;
  /** Their mean probability; null in an empty bin. */
  confidence: number | null;
  /** The share of them that is of the class which the probability is for; null in an empty bin. */
  accuracy: number | null;
}

/** Sums of a bin, as plain data. */
export interface BinState {
  weight: readonly number[];
  confidence: readonly number[];
  hits: readonly number[];
}

/** Sums per bin, the same however the examples are split. */
export class BinSums {
  readonly #edges: Float64Array;
  readonly #bins: {weight: ExactSum; confidence: ExactSum; hits: ExactSum}[];

  constructor(edges: Float64Array) {
    this.#edges = edges;
    this.#bins = Array.from({length: edges.length - 1}, () => ({
      weight: new ExactSum(),
      confidence: new ExactSum(),
      hits: new ExactSum(),
    }));
  }

  add({confidences, hits, weights}: Confidences): void {
    const edges = this.#edges;
    // Whole numbers, which plain sums hold exactly, where there are no weights.
    const counts = new Float64Array(this.#bins.length);
    const hitCounts = new Float64Array(this.#bins.length);
    for (let i = 0; i < confidences.length; i++) {
      const confidence = confidences[i] as number;
      const index = binOf(edges, confidence);
      const bin = this.#bins[index];
      if (weights) {
        const weight = weights[i] as number;
        bin?.weight.add(weight);
        bin?.confidence.add(weight * confidence);
        if (hits[i] === 1) bin?.hits.add(weight);
      } else {
        bin?.confidence.add(confidence);
        counts[index] = (counts[index] as number) + 1;
        hitCounts[index] = (hitCounts[index] as number) + (hits[i] as number);
      }
    }
    if (weights) return;
    for (const [index, bin] of this.#bins.entries()) {
      bin.weight.add(counts[index] as number);
      bin.hits.add(hitCounts[index] as number);
    }
  }

  merge(states: readonly BinState[]): void {
    for (const [index, bin] of this.#bins.entries()) {
      const {weight, confidence, hits} = states[index] as BinState;
      bin.weight.merge(weight);
      bin.confidence.merge(confidence);
      bin.hits.merge(hits);
    }
  }

  get state(): BinState[] {
    return this.#bins.map(({weight, confidence, hits}) => ({
      weight: [...weight.parts],
      confidence: [...confidence.parts],
      hits: [...hits.parts],
    }));
  }

  get bins(): ReliabilityBin[] {
    return this.#bins.map(({weight: {value: weight}, confidence, hits}, index) => ({
      from: this.#edges[index] as number,
      to: this.#edges[index + 1] as number,
      weight,
      confidence: weight > 0 ? confidence.value / weight : null,
      accuracy: weight > 0 ? hits.value / weight : null,
    }));
  }
}
