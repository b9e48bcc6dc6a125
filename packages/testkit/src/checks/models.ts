import {embeddingModel} from '@isomargin/core';
import {addN, mean, type Scalar, type Tensor, tensor1d, train, type Variable} from '@tensorflow/tfjs-core';
import type {Check} from '../check.js';
import {failWith} from '../failure.js';
import {differenceOf} from '../problems/compare.js';
import {batchesOf, network, numbersOf, threeClouds, wirings} from '../problems/models.js';
import {createHead} from '../problems/tested-head.js';
import {tidied} from '../tidied.js';

const classes = 3;
const quiet = {verbose: 0, shuffle: false} as const;

const numbers = (given: Tensor | Tensor[]): number[] => [
  ...(Array.isArray(given) ? given[0]! : given).dataSync(),
];

export const models: Check = {
  name: 'models',
  title:
    'as the last layer of every kind of model: fit, fitDataset with integers, evaluate and predict agree',
  hint:
    'Usually a loss that looks at more than its own scores by a way of its own. `needsEmbeddings` and `recall()` of `LossHead` find the ' +
    'embeddings behind the scores in all of these.',
  async run(contract) {
    const examples = threeClouds(2, 1);
    const {xs, labels} = examples;
    let first: {weights: number[]; losses: number[]} | undefined;
    const findings: string[] = [];
    for (const [kind, wire] of Object.entries(wirings)) {
      for (const way of ['fit', 'fitDataset'] as const) {
        const head = createHead(contract, {}, {classes, seed: 1});
        const model = wire(head);
        model.compile({optimizer: train.sgd(0.01), loss: head.loss, metrics: [head.accuracy]});
        const ys = head.labels(labels);
        const {history} =
          way === 'fit'
            ? await model.fit(xs, ys, {...quiet, epochs: 2, batchSize: 8})
            : await model.fitDataset(
                batchesOf(examples, 8, (part) => tensor1d(part, 'int32')) as Parameters<
                  typeof model.fitDataset
                >[0],
                {epochs: 2, verbose: 0},
              );
        const evaluated = model.evaluate(xs, ys, {batchSize: labels.length}) as Tensor[];
        const predicted = model.predict(xs) as Tensor;
        const byHand = tidied(() => {
          const embeddings = embeddingModel(model).predict(xs) as Tensor;
          return mean(head.loss(ys, head.apply(embeddings) as Tensor)).dataSync()[0]!;
        });
        const result = {weights: numbersOf(model), losses: history.loss as number[]};
        const where = `${kind}, ${way}`;
        first ??= result;
        const difference =
          differenceOf(result.weights, first.weights, 1e-4) ??
          differenceOf(result.losses, first.losses, 1e-4);
        if (difference !== undefined)
          findings.push(
            `${where}: after two epochs weight or loss ${difference.at} ${difference.text}, as in a Sequential model with fit.`,
          );
        if (predicted.shape.join() !== `${labels.length},${classes}`)
          findings.push(`${where}: predict gives [${predicted.shape}].`);
        const off = differenceOf([numbers(evaluated)[0]!], [byHand], 1e-4);
        if (off !== undefined)
          findings.push(`${where}: the loss by evaluate ${off.text}, the mean loss by hand.`);
        for (const each of [...evaluated, predicted, ys]) each.dispose();
        model.dispose();
      }
    }
    xs.dispose();
    failWith(findings);
  },
};

export const ownLoop: Check = {
  name: 'own-loop',
  title: 'a training loop of its own, with optimizer.minimize, does what fit does',
  hint:
    'Usually a weight that only `fit` moves, or one that it moves twice. In a loop by hand the head is called with {training: true}, and ' +
    '`head.calculateLosses()` is added to the mean of `head.loss`.',
  async run(contract) {
    const {xs, labels} = threeClouds(1, 1);
    const start = (): {head: ReturnType<typeof createHead>; model: ReturnType<typeof network>} => {
      const head = createHead(contract, {weightDecay: 0.01}, {classes, seed: 1});
      return {head, model: network(head, () => train.sgd(0.02))};
    };
    const byFit = start();
    const ys = byFit.head.labels(labels);
    await byFit.model.fit(xs, ys, {...quiet, epochs: 3, batchSize: labels.length});
    const byHand = start();
    const optimizer = train.sgd(0.02);
    const variables = byHand.model.trainableWeights.map((weight) => weight.read() as Variable);
    for (let step = 0; step < 3; step++) {
      tidied(() => {
        optimizer.minimize(
          () => {
            const scores = byHand.model.apply(xs, {training: true}) as Tensor;
            return addN([mean(byHand.head.loss(ys, scores)), ...byHand.head.calculateLosses()]) as Scalar;
          },
          false,
          variables,
        );
      });
    }
    const difference = differenceOf(numbersOf(byHand.model), numbersOf(byFit.model), 1e-4);
    for (const each of [xs, ys, byFit.model, byHand.model]) each.dispose();
    failWith(
      difference === undefined
        ? []
        : [`After three steps weight ${difference.at} ${difference.text}, as after fit.`],
    );
  },
};
