import type {Check} from '../check.js';
import {fail, failWith, shown} from '../failure.js';
import {differenceOf, weightDifferenceOf} from '../problems/compare.js';
import {genericBatch, settledHead} from '../problems/evaluate.js';
import {createHead, TestedHead} from '../problems/tested-head.js';

const size = {classes: 4, dimension: 5};

export const seeded: Check = {
  name: 'seeded',
  title: 'the start is the same for the same seed, and another for another; weights have names of their own',
  hint:
    'Usually an initializer that was not given `this.options.seed`, the same seed for two weights, or a `create` that does not pass the seed of ' +
    'its context on: `seed: given.seed ?? seed`.',
  run(contract) {
    const findings = contract.settings.flatMap((setting) => {
      const weightsFor = (options: object, seed: number): ReturnType<TestedHead['read']> => {
        const tested = new TestedHead(contract, {...setting, ...options}, size, {seed});
        const weights = tested.read();
        const count = tested.head.weights.length;
        tested.dispose();
        if (count !== Object.keys(weights).length)
          fail(`The head has ${count} weights and only the names ${Object.keys(weights).join(', ')}.`);
        return weights;
      };
      const where = shown(setting);
      const [first, second, other, own] = [
        weightsFor({}, 5),
        weightsFor({}, 5),
        weightsFor({}, 6),
        weightsFor({seed: 5}, 6),
      ];
      const found: string[] = [];
      const again = weightDifferenceOf(second, first, 0);
      if (again !== undefined) found.push(`${where}: made twice with the seed 5, the weight ${again}.`);
      const isRandom = Object.values(first).some(({values}) => new Set(values).size > 2);
      if (isRandom && weightDifferenceOf(other, first, 0) === undefined) {
        found.push(`${where}: the seeds 5 and 6 of the context give the same weights.`);
      }
      const given = weightDifferenceOf(own, first, 0);
      if (given !== undefined)
        found.push(
          `${where}: the option seed: 5 must go before the seed of the context, 6, but the weight ${given}.`,
        );
      const entries = Object.entries(first).filter(([, {values}]) => new Set(values).size > 2);
      for (const [i, [name, {values}]] of entries.entries()) {
        const twin = entries
          .slice(0, i)
          .find(([, before]) => differenceOf(before.values.slice(0, 4), values.slice(0, 4), 0) === undefined);
        if (twin !== undefined)
          found.push(`${where}: the weights '${twin[0]}' and '${name}' start with the same numbers.`);
      }
      return found;
    });
    failWith(findings);
  },
};

export const weightDecay: Check = {
  name: 'weight-decay',
  title: 'weight decay adds its share of the squared weights',
  hint: '`decayedWeights` must return the weights that decay, read anew on every call.',
  skip: (contract) => {
    const head = createHead(contract, {}, size);
    head.build([null, size.dimension]);
    const count = head.trainableWeights.length;
    return count === 0
      ? (contract.plugin.traits?.fixedWeights ?? 'the head has no trainable weights')
      : undefined;
  },
  run(contract) {
    const plain = settledHead(contract, {}, size);
    const weights = plain.read();
    const added = (decay: number, factor: number): {value: number; gradients: readonly Float64Array[]} => {
      const scaled = Object.fromEntries(
        Object.entries(weights).map(([name, weight]) => [
          name,
          plain.trainableNames.includes(name)
            ? {...weight, values: weight.values.map((v) => factor * v)}
            : weight,
        ]),
      );
      plain.write(scaled);
      const tested = new TestedHead(contract, {weightDecay: decay}, size);
      tested.write(scaled);
      const value = tested.regularizer() - plain.regularizer();
      const gradients = Object.values(tested.regularizerGradients());
      tested.dispose();
      return {value, gradients};
    };
    const [once, twice, larger] = [added(0.5, 1), added(1, 1), added(0.5, 2)];
    plain.dispose();
    if (!(once.value > 0))
      fail(`weightDecay: 0.5 adds ${once.value} to the loss, where the weights are not 0.`);
    const [doubled, quadrupled] = [twice.value / once.value, larger.value / once.value];
    if (Math.abs(doubled - 2) > 1e-2)
      fail(`Twice the weightDecay must add twice as much, but adds ${doubled} times as much.`);
    if (Math.abs(quadrupled - 4) > 2e-2)
      fail(
        `With weights twice as large weightDecay must add 4 times as much, but adds ${quadrupled} times as much.`,
      );
    if (once.gradients.every((gradient) => gradient.every((v) => v === 0)))
      fail('What weightDecay adds has no gradient.');
  },
};

export const isolation: Check = {
  name: 'isolation',
  title: 'two heads share nothing: training one leaves the other as it is',
  hint: 'Usually state in a variable of the module or in a static field. Everything that a head remembers must be a weight or a field of its own.',
  run(contract) {
    const findings = contract.settings.flatMap((setting) => {
      const [one, other] = [settledHead(contract, setting, size, 1), settledHead(contract, setting, size, 2)];
      const batch = genericBatch(size, 6);
      const before = {weights: one.read(), losses: one.losses(batch), scores: one.scores(batch)};
      const many = genericBatch(size, 50);
      for (let step = 0; step < 3; step++)
        other.trainStep({...many, embeddings: many.embeddings.map((v) => 3 * v + 1)}, 0.05);
      const after = {weights: one.read(), losses: one.losses(batch), scores: one.scores(batch)};
      one.dispose();
      const left = other.losses(batch);
      other.dispose();
      const where = shown(setting);
      const weight = weightDifferenceOf(after.weights, before.weights, 0);
      if (weight !== undefined) return [`${where}: after another head was trained, the weight ${weight}.`];
      const difference =
        differenceOf(after.losses, before.losses, 0) ?? differenceOf(after.scores, before.scores, 0);
      if (difference !== undefined)
        return [
          `${where}: after another head was trained, loss or score ${difference.at} ${difference.text}.`,
        ];
      return left.length === batch.labels.length
        ? []
        : [`${where}: a head stops working where another one is disposed.`];
    });
    failWith(findings);
  },
};
