import type {Check} from '../check.js';
import {oracleOf, withoutOracle} from '../contract.js';
import {digits, failWith} from '../failure.js';
import {evaluationsOf} from '../problems/evaluate.js';
import {roundingChange} from '../problems/expected.js';

/** What the tails of a softmax leave of a gradient where the loss is rounded to 0. */
const TAIL = 1e-15;

export const zero: Check = {
  name: 'zero',
  title:
    'where there is nothing to learn (no pair, no triplet, all beyond the margin) the loss is exactly 0, and so is its gradient',
  hint:
    'Usually a small number that was added to be safe (to a root, to a denominator) and stays in the result, or a mean over nothing. What is ' +
    'all but 0 still pulls at the weights of a batch that has nothing to say.',
  skip: withoutOracle,
  run(contract) {
    const oracle = oracleOf(contract);
    const findings = evaluationsOf(contract).flatMap(({where, problem, found}) => {
      const losses = (p: typeof problem): readonly number[] => oracle(p, p).losses;
      const expected = losses(problem);
      if (expected.every((v) => v !== 0)) return [];
      const rounding = roundingChange(problem, losses);
      // Not where a loss is 0 by its last digits alone.
      const isZero = expected.map((v, i) => v === 0 && rounding[i] === 0);
      const at = isZero.findIndex((is, i) => is && found.losses[i] !== 0);
      if (at >= 0)
        return [`${where}: the loss of example ${at} is ${digits(found.losses[at]!)} instead of 0.`];
      if (!isZero.every(Boolean)) return [];
      return Object.entries({embeddings: found.embeddings, ...found.weights}).flatMap(
        ([name, gradient = new Float64Array()]) => {
          const entry = gradient.findIndex((v) => Math.abs(v) > TAIL);
          return entry < 0
            ? []
            : [
                `${where}: the gradient of ${name}, entry ${entry}, is ${digits(gradient[entry]!)} instead of 0.`,
              ];
        },
      );
    });
    failWith(findings);
  },
};
