import type {Check} from '../check.js';
import {oracleOf, withoutOracle} from '../contract.js';
import {digits, failWith} from '../failure.js';
import {evaluationsByWeights} from '../problems/evaluate.js';
import {roundingChange} from '../problems/expected.js';

export const regularizer: Check = {
  name: 'regularizer',
  title: 'what the head adds to the loss for its weights is what the oracle says',
  hint:
    'Usually pairs that are counted twice or with themselves (the diagonal), a mean over another number of pairs, or an oracle that leaves ' +
    'the regularizer out. Weight decay is not part of it.',
  skip: withoutOracle,
  run(contract) {
    const oracle = oracleOf(contract);
    const findings = evaluationsByWeights(contract).flatMap(({where, problem, regularizer: found}) => {
      const of = (p: typeof problem): number => oracle(p, p).regularizer ?? 0;
      const expected = of(problem);
      // What has no value (a mean of nothing, 0/0) can only be asked to be finite.
      if (!Number.isFinite(expected)) return [];
      const allowed = 1e-4 * Math.abs(expected) + 1e-10;
      if (Math.abs(found - expected) <= allowed) return [];
      const rounding = roundingChange(problem, (p) => [of(p)])[0]!;
      if (Math.abs(found - expected) <= allowed + 8 * rounding) return [];
      return [
        `${where}: ${digits(found)}, and the oracle says ${digits(expected)} (allowed: ±${digits(allowed)}).`,
      ];
    });
    failWith(findings);
  },
};
