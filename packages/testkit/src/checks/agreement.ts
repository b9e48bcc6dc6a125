import {useBackend} from '../backends.js';
import type {Check} from '../check.js';
import {failWith} from '../failure.js';
import {differenceOf} from '../problems/compare.js';
import {evaluationsOf} from '../problems/evaluate.js';

export const agreement: Check = {
  name: 'agreement',
  title: 'the backends agree on values and gradients',
  hint:
    'Usually an operation that differs between backends: tf.oneHot with dtype float32 on wasm, a tensor that was changed in place, NaN in max and ' +
    'relu.',
  skip: ({reference}) =>
    reference === undefined ? 'it is the backend that others are compared with' : undefined,
  async run(contract) {
    const {reference} = contract;
    if (reference === undefined) return;
    await useBackend(reference.backend);
    const expected = evaluationsOf(reference).filter((evaluation) => evaluation.case.isGeneric);
    await useBackend(contract.backend);
    const found = evaluationsOf(contract).filter((evaluation) => evaluation.case.isGeneric);
    const findings = found.flatMap(({where, found: here, trainable}, i) => {
      const there = expected[i]!.found;
      const parts: [string, ArrayLike<number>, ArrayLike<number>][] = [
        ['loss', here.losses, there.losses],
        ['gradient of embeddings', here.embeddings ?? [], there.embeddings ?? []],
        ...trainable.map((name): [string, ArrayLike<number>, ArrayLike<number>] => [
          `gradient of '${name}'`,
          here.weights[name] ?? [],
          there.weights[name] ?? [],
        ]),
      ];
      return parts.flatMap(([what, one, other]) => {
        const difference = differenceOf(one, other, 1e-3);
        return difference === undefined
          ? []
          : [`${where}: ${what}, entry ${difference.at}, ${difference.text} as on ${reference.backend}.`];
      });
    });
    failWith(findings);
  },
};
