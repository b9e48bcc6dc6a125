import type {Check} from '../check.js';
import {oracleOf, withoutOracle} from '../contract.js';
import {digits, failWith} from '../failure.js';
import {type Evaluation, evaluationsOf} from '../problems/evaluate.js';
import {roundingChange} from '../problems/expected.js';

/** Share of the largest loss of a case by which a loss may be off. */
const RELATIVE = 1e-4;
/** A loss that is smaller than this share of the losses of the plain case is as good as 0. */
const FLOOR = 1e-3;

const largest = (values: readonly number[]): number =>
  Math.max(0, ...values.map(Math.abs).filter(Number.isFinite));

export const value: Check = {
  name: 'value',
  title: 'losses are those of the oracle',
  hint:
    'Usually a term or a factor that differs from the paper, or float32 that loses digits: differences of large squares, acos near ±1, ' +
    'exp or log without a shift. It may be the oracle that is wrong: work the example out by hand.',
  skip: withoutOracle,
  run(contract) {
    const oracle = oracleOf(contract);
    let usual = 0;
    const findings = evaluationsOf(contract).flatMap((evaluation) => {
      const {problem, found} = evaluation;
      const expected = oracle(problem, problem).losses;
      if (expected.length !== problem.batch) {
        return [
          `${evaluation.where}: the oracle gives ${expected.length} losses for ${problem.batch} examples.`,
        ];
      }
      if (evaluation.case.name === 'plain') usual = largest(expected);
      // Where the oracle has no value (0/0) the head can only be asked for a finite one.
      const allowed = RELATIVE * Math.max(largest(expected), FLOOR * usual);
      const off = (i: number, more = 0): boolean =>
        Number.isFinite(expected[i]!) && !(Math.abs(found.losses[i]! - expected[i]!) <= allowed + more);
      const suspects = [...expected.keys()].filter((i) => off(i));
      if (suspects.length === 0) return [];
      const rounding = roundingChange(problem, (p) => oracle(p, p).losses.slice());
      const wrong = suspects.filter((i) => off(i, 8 * rounding[i]!));
      return wrong.length === 0 ? [] : [describe(evaluation, expected, wrong, allowed)];
    });
    failWith(findings);
  },
};

function describe(
  {where, problem, found}: Evaluation,
  expected: readonly number[],
  wrong: readonly number[],
  allowed: number,
): string {
  const error = (i: number): number => Math.abs(found.losses[i]! - expected[i]!);
  const worst = wrong.reduce((a, b) => (error(b) > error(a) || Number.isNaN(error(b)) ? b : a));
  const others = wrong.length > 1 ? `; ${wrong.length} of ${problem.batch} losses are off` : '';
  return (
    `${where}: the loss of example ${worst} (label ${problem.labels[worst]}) is ${digits(found.losses[worst]!)}, ` +
    `and the oracle says ${digits(expected[worst]!)} (allowed: ±${digits(allowed)})${others}.`
  );
}
