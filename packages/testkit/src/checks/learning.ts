import {type Tensor, train} from '@tensorflow/tfjs-core';
import type {Check} from '../check.js';
import type {Contract} from '../contract.js';
import {fail, require} from '../failure.js';
import {network, threeClouds} from '../problems/models.js';
import {createHead} from '../problems/tested-head.js';

const classes = 3;
const ACCURACY = 0.93;
const RECALL = 0.8;

export const learning: Check = {
  name: 'learning',
  title: `learns three clouds, one of them ten times as frequent: accuracy over ${ACCURACY}, every recall over ${RECALL}, the same on every run`,
  hint:
    'Usually a gradient of the wrong sign or scale, or options whose defaults are made for far more examples: give the kit those that one would ' +
    'train with on 180 examples (`learning`).',
  async run(contract) {
    const first = await recallsAfterTraining(contract, 25);
    const counts = threeClouds(1, 0).labels.reduce(
      (all, y) => all.map((n, j) => (j === y ? n + 1 : n)),
      [0, 0, 0],
    );
    const accuracy = first.recalls.reduce((sum, recall, j) => sum + (recall * counts[j]!) / 12, 0);
    const shown = `accuracy ${accuracy.toFixed(3)}, recalls ${first.recalls.map((recall) => recall.toFixed(2)).join(', ')}`;
    require(first.lossAfter < first.lossBefore, () =>
      `25 epochs take the training loss from ${first.lossBefore} to ${first.lossAfter}.`);
    require(accuracy > ACCURACY, () =>
      `After 25 epochs on 180 examples: ${shown}; the accuracy must be over ${ACCURACY}.`);
    require(Math.min(...first.recalls) > RECALL, () =>
      `After 25 epochs on 180 examples: ${shown}; every recall must be over ${RECALL}.`);
    const [one, two] = [await recallsAfterTraining(contract, 2), await recallsAfterTraining(contract, 2)];
    const at = one.scores.findIndex((v, i) => !Object.is(v, two.scores[i]));
    if (at >= 0)
      fail(`Trained twice from the same seeds, score ${at} is ${two.scores[at]} and was ${one.scores[at]}.`);
  },
};

interface Outcome {
  readonly recalls: readonly number[];
  readonly scores: readonly number[];
  readonly lossBefore: number;
  readonly lossAfter: number;
}

async function recallsAfterTraining(contract: Contract, epochs: number): Promise<Outcome> {
  const head = createHead(contract, contract.subject.learning ?? {}, {
    classes,
    seed: 1,
    counts: [150, 15, 15],
  });
  const model = network(head, () => train.adam(0.02));
  const [examples, unseen] = [threeClouds(15, 1), threeClouds(15, 2)];
  const ys = head.labels(examples.labels);
  const {history} = await model.fit(examples.xs, ys, {epochs, shuffle: false, verbose: 0});
  const predicted = model.predict(unseen.xs) as Tensor;
  const scores = [...predicted.dataSync()];
  const right = [0, 0, 0];
  const all = [0, 0, 0];
  for (const [i, y] of unseen.labels.entries()) {
    const row = scores.slice(i * classes, (i + 1) * classes);
    all[y]!++;
    if (row.indexOf(Math.max(...row)) === y) right[y]!++;
  }
  for (const each of [examples.xs, unseen.xs, ys, predicted, model]) each.dispose();
  const losses = history.loss as number[];
  return {
    recalls: right.map((n, j) => n / all[j]!),
    scores,
    lossBefore: losses[0]!,
    lossAfter: losses.at(-1)!,
  };
}
