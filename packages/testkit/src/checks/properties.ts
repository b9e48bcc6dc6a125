import type {Check} from '../check.js';
import type {Random} from '../numeric/random.js';
import type {Difference} from '../problems/compare.js';
import {forAll} from '../problems/property.js';
import {relabelled, turned} from '../problems/symmetries.js';
import {classCountsFor, TestedHead} from '../problems/tested-head.js';

function permutation(count: number, random: Random): number[] {
  const order = Array.from({length: count}, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

const rowsInOrder = (values: Float64Array, order: readonly number[], columns: number): Float64Array =>
  Float64Array.from(order.flatMap((i) => [...values.subarray(i * columns, (i + 1) * columns)]));

export const batchOrder: Check = {
  name: 'batch-order',
  title: 'examples in another order have the same losses in that order',
  hint: 'Usually losses that are gathered or summed at wrong places, or a special first example.',
  run(contract) {
    forAll(contract, ({tested, differenceOf, batch: {embeddings, labels}, random}) => {
      const order = permutation(labels.length, random);
      const losses = tested.losses({embeddings, labels});
      const moved = tested.losses({
        embeddings: rowsInOrder(embeddings, order, tested.size.dimension),
        labels: order.map((i) => labels[i]!),
      });
      const difference = differenceOf(
        moved,
        order.map((i) => losses[i]!),
      );
      return (
        difference &&
        `with the batch in the order [${order}] the loss at place ${difference.at} ${difference.text}.`
      );
    });
  },
};

export const classOrder: Check = {
  name: 'class-order',
  title: 'classes in another order, with their weights and counts, have the same losses',
  hint:
    'Usually a class that is treated as something special (0 as background), or a weight that is indexed by a wrong axis. A weight with ' +
    'several vectors a class must have them in sets (one of every class, then the next of every class) or class by class.',
  run(contract) {
    forAll(contract, ({setting, tested, differenceOf, batch, random}) => {
      const {classes} = tested.size;
      const order = permutation(classes, random);
      const counts = classCountsFor(classes);
      const newCounts = order.map((j) => counts[j]!);
      const expected = tested.losses(batch);
      const labels = batch.labels.map((y) => order.indexOf(y));
      let difference: Difference | undefined;
      for (const layout of ['sets', 'class by class'] as const) {
        const other = new TestedHead(contract, setting, tested.size, {counts: newCounts});
        other.write(relabelled(tested.read(), order, tested.size, layout));
        difference = differenceOf(other.losses({...batch, labels}), expected);
        other.dispose();
        if (difference === undefined) return undefined;
      }
      return (
        difference &&
        `with the classes in the order [${order}] the loss of example ${difference.at} ${difference.text}.`
      );
    });
  },
};

export const independence: Check = {
  name: 'independence',
  title: "an example's loss does not depend on the rest of its batch",
  hint: 'Usually a mean, a count or a maximum over the batch. Where the loss is meant to be so, declare it: `traits: {dependsOnBatch: "…"}`.',
  skip: ({plugin}) => plugin.traits?.dependsOnBatch,
  run(contract) {
    forAll(contract, ({tested, differenceOf, batch: {embeddings, labels}}) => {
      const together = tested.losses({embeddings, labels});
      const alone = labels.map(
        (y, i) =>
          tested.losses({embeddings: rowsInOrder(embeddings, [i], tested.size.dimension), labels: [y]})[0]!,
      );
      const difference = differenceOf(together, alone);
      return (
        difference &&
        `in a batch of ${labels.length} the loss of example ${difference.at} ${difference.text}, its loss alone.`
      );
    });
  },
};

export const scaleInvariance: Check = {
  name: 'scale-invariance',
  title: 'the length of an embedding does not count',
  hint: 'The declaration says so: `traits: {scaleInvariant: true}`.',
  skip: ({plugin}) =>
    plugin.traits?.scaleInvariant ? undefined : 'not declared: the length of an embedding may count',
  run(contract) {
    forAll(contract, ({tested, differenceOf, batch: {embeddings, labels}, random}) => {
      const factors = labels.map(() => 10 ** (4 * random.uniform() - 2));
      const expected = tested.losses({embeddings, labels});
      const {dimension} = tested.size;
      const scaled = embeddings.map((v, at) => v * factors[Math.floor(at / dimension)]!);
      const difference = differenceOf(tested.losses({embeddings: scaled, labels}), expected);
      return (
        difference &&
        `with embedding ${difference.at} times ${factors[difference.at]!.toPrecision(3)} its loss ${difference.text}.`
      );
    });
  },
};

export const rotationInvariance: Check = {
  name: 'rotation-invariance',
  title: 'turning embeddings and weights together changes nothing',
  hint: 'The declaration says so: `traits: {rotationInvariant: true}`.',
  skip: ({plugin}) => (plugin.traits?.rotationInvariant ? undefined : 'not declared: directions may count'),
  run(contract) {
    forAll(contract, ({tested, differenceOf, batch: {embeddings, labels}, random}) => {
      const expected = tested.losses({embeddings, labels});
      const {dimension} = tested.size;
      const {values, weights} = turned(embeddings, tested.read(), dimension, random);
      tested.write(weights);
      const difference = differenceOf(tested.losses({embeddings: values, labels}), expected);
      return difference && `after a turn the loss of example ${difference.at} ${difference.text}.`;
    });
  },
};
