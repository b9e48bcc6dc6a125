import type {Check} from '../check.js';
import type {Contract} from '../contract.js';
import {failWith} from '../failure.js';
import {differenceOf} from '../problems/compare.js';
import {TestedHead} from '../problems/tested-head.js';
import type {LossFixture} from '../subject.js';

export const fixtures: Check = {
  name: 'fixtures',
  title: 'values and gradients are those that another implementation computed',
  hint:
    'Another implementation may compute something else than the paper: see which of the two the oracle agrees with. The gradients are those of ' +
    'the sum of the losses.',
  skip: ({subject}) => (subject.fixtures === undefined ? 'no fixtures are given' : undefined),
  run(contract) {
    failWith((contract.subject.fixtures ?? []).flatMap((fixture) => compare(contract, fixture)));
  },
};

function compare(contract: Contract, fixture: LossFixture): string[] {
  const {classes, dimension, embeddings, labels, options, weights, classCounts} = fixture;
  const tested = new TestedHead(contract, options, {classes, dimension}, {counts: classCounts});
  const where = `${fixture.name} (${fixture.reference})`;
  try {
    tested.write(Object.fromEntries(Object.entries(weights).map(([name, values]) => [name, {values}])));
    const found = tested.lossAndGradients({embeddings, labels}, false);
    const parts: [string, ArrayLike<number> | undefined, ArrayLike<number>, number][] = [
      ['loss', found.losses, fixture.losses, 1e-4],
      ['gradient of embeddings', found.embeddings, fixture.gradients.embeddings, 1e-3],
      ...Object.entries(fixture.gradients.weights).map(
        ([name, values]): [string, ArrayLike<number> | undefined, ArrayLike<number>, number] => [
          `gradient of '${name}'`,
          found.weights[name],
          values,
          1e-3,
        ],
      ),
    ];
    return parts.flatMap(([what, actual, expected, relative]) => {
      if (actual === undefined) return [`${where}: ${what}: not connected to the loss.`];
      const difference = differenceOf(actual, expected, relative);
      return difference === undefined
        ? []
        : [`${where}: ${what}, entry ${difference.at}, ${difference.text}.`];
    });
  } finally {
    tested.dispose();
  }
}
