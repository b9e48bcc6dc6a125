import type {Features} from '../input/kinds.js';
import {type CostMatrix, checkCosts} from './cost-matrix.js';
import {readProbabilities} from './read-probabilities.js';

/** Decisions, and what they are expected to cost. */
export interface CostDecisions {
  /** The class of least expected cost of each row; the first of equal ones. */
  readonly labels: Int32Array;
  /** What that decision is expected to cost. */
  readonly costs: Float64Array;
}

/**
 * The minimum-expected-cost rule (Elkan 2001): for each row the class j with the least Σ_i p_i · costs[i][j]. With
 * costs of 1 for every mistake it is the most probable class.
 *
 * @param probabilities [rows, classes], as they are in the world: correct them with `correctPriors` after resampling
 * @throws SamplingError where the probabilities or costs are broken or of different sizes
 */
export function minimumExpectedCost(probabilities: Features, costs: CostMatrix): CostDecisions {
  const owner = 'minimumExpectedCost';
  const {table} = readProbabilities(owner, probabilities);
  const {columns, count, values} = table;
  checkCosts(owner, costs, columns);
  const labels = new Int32Array(count);
  const least = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
  for (let row = 0; row < count; ++row) {
    for (let decision = 0; decision < columns; ++decision) {
      let expected = 0;
      for (let own = 0; own < columns; ++own)
        expected += values[row * columns + own]! * costs[own]![decision]!;
      if (expected < least[row]!) {
        least[row] = expected;
        labels[row] = decision;
      }
    }
  }
  return {labels, costs: least};
}
