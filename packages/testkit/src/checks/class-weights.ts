import type {Check} from '../check.js';
import {fail, shown} from '../failure.js';
import {differenceOf} from '../problems/compare.js';
import {genericBatch, settledHead} from '../problems/evaluate.js';
import {TestedHead} from '../problems/tested-head.js';

const size = {classes: 4, dimension: 5};

export const classWeights: Check = {
  name: 'class-weights',
  title: "class weights multiply each example's loss",
  hint: '`LossHead` does it after `lossOf`. A head that overrides `loss` must do it, too.',
  run(contract) {
    const weights = [1, 0, 2.5, 10];
    for (const setting of contract.settings) {
      const plain = settledHead(contract, setting, size);
      const weighted = new TestedHead(contract, {...setting, classWeights: weights}, size);
      weighted.write(plain.read());
      const batch = genericBatch(size, 3);
      const expected = plain.losses(batch).map((loss, i) => loss * weights[batch.labels[i]!]!);
      const difference = differenceOf(weighted.losses(batch), expected, 1e-5);
      plain.dispose();
      weighted.dispose();
      if (difference !== undefined) {
        const label = batch.labels[difference.at]!;
        fail(
          `${shown(setting)}, classWeights ${JSON.stringify(weights)}: the loss of example ${difference.at} (label ${label}) ${difference.text}.`,
        );
      }
    }
  },
};

export const repeating: Check = {
  name: 'repeating',
  title: 'a class weight of 3 equals having the examples of the class three times',
  hint:
    'Usually a division by the sum of the weights or by a count of the batch. Where the loss is meant to be so, declare it: ' +
    '`traits: {weightIsNotRepeating: "…"}`.',
  skip: ({plugin: {traits}}) => traits?.weightIsNotRepeating ?? traits?.dependsOnBatch,
  run(contract) {
    for (const setting of contract.settings) {
      const plain = settledHead(contract, setting, size);
      const weighted = new TestedHead(contract, {...setting, classWeights: [1, 3, 1, 1]}, size);
      weighted.write(plain.read());
      const {embeddings, labels} = genericBatch(size, 3);
      const repeats = [...labels.keys()].flatMap((i) => Array(labels[i] === 1 ? 3 : 1).fill(i) as number[]);
      const repeated = {
        embeddings: repeats.flatMap((i) => [
          ...embeddings.subarray(i * size.dimension, (i + 1) * size.dimension),
        ]),
        labels: repeats.map((i) => labels[i]!),
      };
      const total = (losses: Float64Array): number[] => [losses.reduce((a, b) => a + b, 0)];
      const once = total(weighted.losses({embeddings, labels}));
      const difference = differenceOf(total(plain.losses(repeated)), once, 1e-5);
      plain.dispose();
      weighted.dispose();
      if (difference !== undefined) {
        fail(
          `${shown(setting)}: with the examples of class 1 three times the sum of the losses ${difference.text}, which it is with classWeights [1,3,1,1].`,
        );
      }
    }
  },
};
