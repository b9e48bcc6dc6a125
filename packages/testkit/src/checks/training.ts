import type {Check} from '../check.js';
import {failWith, shown} from '../failure.js';
import {differenceOf} from '../problems/compare.js';
import {evaluationsOf, genericBatch, settledHead} from '../problems/evaluate.js';
import {TestedHead} from '../problems/tested-head.js';

const size = {classes: 4, dimension: 5};

const isZero = (values: ArrayLike<number>): boolean => Array.from(values).every((v) => v === 0);

export const connected: Check = {
  name: 'connected',
  title:
    'embeddings and trainable weights are connected to the loss, and have a gradient on a generic problem',
  hint:
    'Usually a value that was read back (dataSync, arraySync), a `withGradient` that returns zeros for one input, argMax or a comparison in the ' +
    'way, or a weight that is not used. Where there is nothing to learn a zero gradient is right; none at all stops `fit`.',
  run(contract) {
    const generic = new Map<string, boolean>();
    const findings = evaluationsOf(contract).flatMap(
      ({case: {isGeneric}, where, setting, found, trainable, regularizerGradients}) => {
        const parts: [string, ArrayLike<number> | undefined][] = [
          ['the embeddings', found.embeddings],
          ...trainable.map((name): [string, ArrayLike<number> | undefined] => [
            `the weight '${name}'`,
            found.weights[name] ?? regularizerGradients[name],
          ]),
        ];
        for (const [name, values] of parts) {
          const key = `${name}, ${shown(setting)}`;
          if (isGeneric) generic.set(key, generic.get(key) || !isZero(values ?? []));
        }
        return parts.flatMap(([name, values]) =>
          values === undefined
            ? [`${where}: ${name} ${name.endsWith('s') ? 'are' : 'is'} not connected to the loss.`]
            : [],
        );
      },
    );
    failWith(findings);
    failWith(
      [...generic].flatMap(([name, hasGradient]) =>
        hasGradient ? [] : [`${name}: the gradient is 0 in all generic cases.`],
      ),
    );
  },
};

export const training: Check = {
  name: 'training',
  title: 'training moves every weight, and each step of gradient descent lowers the loss of its batch',
  hint:
    'Usually a weight that was added with trainable = false and has no rule of its own, or a gradient of the wrong sign. Where a weight is ' +
    'meant to stay, declare it: `traits: {fixedWeights: "…"}`.',
  run(contract) {
    const findings = contract.settings.flatMap((setting): string[] => {
      const tested = new TestedHead(contract, setting, size);
      const before = tested.read();
      for (let step = 0; step < 3; step++) tested.trainStep(genericBatch(size, 30 + step), 0.01);
      const after = tested.read();
      tested.dispose();
      if (contract.plugin.traits?.fixedWeights !== undefined) return [];
      // Scalars may be settings of the head, and a bias alone is no classifier.
      return Object.entries(before).flatMap(([name, {shape, values}]) =>
        shape.length === 0 || differenceOf(after[name]!.values, values, 1e-7) !== undefined
          ? []
          : [`${shown(setting)}: three training steps leave the weight '${name}' where it was.`],
      );
    });
    failWith(findings);
    failWith(contract.settings.flatMap((setting) => descent(contract, setting)));
  },
};

/** The loss along the negative gradient: a small step lowers it. */
function descent(contract: Parameters<Check['run']>[0], setting: Parameters<typeof shown>[0]): string[] {
  const tested = settledHead(contract, setting, size);
  const batch = genericBatch(size, 6);
  const state = tested.read();
  const {losses, embeddings = new Float64Array()} = tested.lossAndGradients(batch, true);
  const total = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);
  const norm = Math.hypot(...embeddings);
  if (norm === 0) {
    tested.dispose();
    return [];
  }
  // As far as should lower the loss by a hundredth, and not far for the embeddings.
  const rate = Math.min((0.01 * Math.abs(total(losses))) / norm ** 2, 0.01 / norm) || 0.01 / norm;
  const moved = batch.embeddings.map((v, i) => v - rate * embeddings[i]!);
  tested.write(state);
  const after = total(tested.losses({...batch, embeddings: moved}, true));
  tested.dispose();
  const gain = total(losses) - after;
  return gain > 0 || Math.abs(gain) < 1e-5 * Math.abs(after)
    ? []
    : [
        `${shown(setting)}: a small step of the embeddings against their gradient raises the loss of the batch from ${total(losses)} to ${after}.`,
      ];
}

export const frozen: Check = {
  name: 'frozen',
  title: 'a head with trainable = false keeps its weights in training',
  hint: 'A weight that moves by a rule of its own must ask `this.trainable` before it moves.',
  run(contract) {
    const findings = contract.settings.flatMap((setting) => {
      const tested = settledHead(contract, setting, size);
      tested.head.trainable = false;
      const before = tested.read();
      const trainable = tested.head.trainableWeights.length;
      for (let step = 0; step < 2; step++) tested.losses(genericBatch(size, 40 + step), true);
      const after = tested.read();
      tested.dispose();
      if (trainable > 0)
        return [
          `${shown(setting)}: with trainable = false the head still has ${trainable} trainable weights.`,
        ];
      return Object.entries(before).flatMap(([name, {shape, values}]) =>
        // A scalar may count steps.
        shape.length === 0 || differenceOf(after[name]!.values, values, 0) === undefined
          ? []
          : [`${shown(setting)}: with trainable = false a training call moves the weight '${name}'.`],
      );
    });
    failWith(findings);
  },
};

export const evaluation: Check = {
  name: 'evaluation',
  title: 'outside of training no weight changes, and the same call gives the same values',
  hint:
    'Usually centres, a step counter or a running mean that are moved without asking whether the call is part of a training step: ' +
    '`recall().training` in `lossOf`, the second argument of `scoresOf`.',
  run(contract) {
    const findings = contract.settings.flatMap((setting) => {
      const tested = settledHead(contract, setting, size);
      const batch = genericBatch(size, 6);
      const before = tested.read();
      const [first, scores] = [tested.losses(batch), tested.scores(batch)];
      tested.losses(genericBatch(size, 7));
      const [second, again] = [tested.losses(batch), tested.scores(batch)];
      const after = tested.read();
      tested.dispose();
      const where = shown(setting);
      const moved = Object.keys(before).find(
        (name) => differenceOf(after[name]!.values, before[name]!.values, 0) !== undefined,
      );
      if (moved !== undefined) return [`${where}: a call outside of training changes the weight '${moved}'.`];
      const difference = differenceOf(second, first, 0) ?? differenceOf(again, scores, 0);
      return difference === undefined
        ? []
        : [`${where}: called again with the same batch, entry ${difference.at} ${difference.text}.`];
    });
    failWith(findings);
  },
};
