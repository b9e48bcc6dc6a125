import {SamplingError} from '../errors.js';

/** What a decision costs: `costs[i][j]` for taking an example of class i for one of class j. */
export type CostMatrix = readonly (readonly number[])[];

/**
 * The cost matrix in which any mistake on a class costs the same, and being right costs nothing.
 *
 * @param perClass the cost of mistaking an example of each class
 * @throws SamplingError where a cost is negative or not finite
 */
export function costsOfMistakes(perClass: ArrayLike<number>): number[][] {
  const costs = Array.from(perClass, (cost, own) =>
    Array.from(perClass, (_, other) => (own === other ? 0 : cost)),
  );
  checkCosts('costsOfMistakes', costs, costs.length);
  return costs;
}

/**
 * Checks that a cost matrix is square, of the given size, and of finite numbers >= 0.
 *
 * @throws SamplingError that names the first place that is wrong
 */
export function checkCosts(owner: string, costs: CostMatrix, classes: number): void {
  if (!(Array.isArray(costs) && costs.every(Array.isArray))) {
    throw new SamplingError(`${owner}: costs must be an array of rows, one a class.`);
  }
  if (costs.length !== classes) {
    throw new SamplingError(
      `${owner}: costs has ${costs.length} rows; ${classes} are expected, one a class.`,
    );
  }
  for (const [own, row] of costs.entries()) {
    if (row.length !== classes) {
      throw new SamplingError(
        `${owner}: costs[${own}] has ${row.length} numbers; ${classes} are expected, one for each class that may be predicted.`,
      );
    }
    for (const [other, cost] of row.entries()) {
      if (Number.isFinite(cost) && cost >= 0) continue;
      throw new SamplingError(
        `${owner}: costs[${own}][${other}] is ${cost}; a finite number >= 0 is expected.`,
      );
    }
  }
}
