import type {Check} from '../check.js';
import {digits, failWith} from '../failure.js';
import {evaluationsOf} from '../problems/evaluate.js';

export const finite: Check = {
  name: 'finite',
  title: 'values and gradients are finite numbers in all cases',
  hint:
    'Usually a norm, a root or a division without a small number inside, acos at ±1, log of 0, or `where` around a branch whose gradient ' +
    'is NaN: the gradient of the branch that was not taken is multiplied by 0, and 0 · NaN is NaN.',
  run(contract) {
    const findings = evaluationsOf(contract).flatMap(({where, found, regularizer, regularizerGradients}) => {
      const parts: [string, ArrayLike<number>][] = [
        ['the losses', found.losses],
        ['the gradient of embeddings', found.embeddings ?? []],
        ...Object.entries(found.weights).map(([name, v]): [string, Float64Array] => [
          `the gradient of '${name}'`,
          v,
        ]),
        ['the regularizer', [regularizer]],
        ...Object.entries(regularizerGradients).map(([name, v]): [string, Float64Array] => [
          `the gradient of the regularizer by '${name}'`,
          v,
        ]),
      ];
      return parts.flatMap(([name, values]) => {
        const at = Array.from(values).findIndex((v) => !Number.isFinite(v));
        return at < 0 ? [] : [`${where}: ${name}, entry ${at}, is ${digits(values[at]!)}.`];
      });
    });
    failWith(findings);
  },
};
