import {type Tensor, tidy} from '@tensorflow/tfjs-core';
import type {Check} from '../check.js';
import {failWith, messageOf, shown} from '../failure.js';
import {differenceOf} from '../problems/compare.js';
import {network, numbersOf, savedAndLoaded, threeClouds} from '../problems/models.js';
import {createHead} from '../problems/tested-head.js';

export const saved: Check = {
  name: 'saved',
  title:
    'a trained model that is saved and loaded predicts the same, has the same loss, and trains on in the same way',
  hint:
    'Usually state in a field of the head: what is to survive (centres, a step counter, a calibrated width) must be a weight, not trainable. Or a class ' +
    'that was not registered (`serialization.registerClass`).',
  async run(contract) {
    const findings: string[] = [];
    for (const setting of contract.settings) {
      const {xs, labels} = threeClouds(1, 1);
      const head = createHead(contract, {...setting, weightDecay: 0.01}, {classes: 3, seed: 1});
      const model = network(head);
      const ys = head.labels(labels);
      const where = shown(setting);
      for (let step = 0; step < 3; step++) await model.trainOnBatch(xs, ys);
      let loaded: Awaited<ReturnType<typeof savedAndLoaded>>;
      try {
        loaded = await savedAndLoaded(model);
      } catch (error) {
        findings.push(`${where}: the saved model cannot be loaded: ${messageOf(error)}`);
        continue;
      }
      loaded.model.compile({optimizer: 'sgd', loss: loaded.head.loss});
      model.compile({optimizer: 'sgd', loss: head.loss});
      const pairs = [
        {head, model},
        {head: loaded.head, model: loaded.model},
      ];
      const compare = (what: string, of: (pair: (typeof pairs)[number]) => number[], relative = 0): void => {
        const [before, after] = pairs.map(of) as [number[], number[]];
        const difference = differenceOf(after, before, relative);
        if (difference !== undefined)
          findings.push(`${where}: ${what} ${difference.at} of the loaded model ${difference.text}.`);
      };
      const read = (make: () => Tensor): number[] => [...tidy(make).dataSync()];
      compare('weight', (pair) => numbersOf(pair.model));
      compare('score', (pair) => read(() => pair.model.predict(xs) as Tensor));
      compare('loss', (pair) => read(() => pair.head.loss(ys, pair.model.apply(xs) as Tensor)));
      for (let step = 0; step < 2; step++) for (const pair of pairs) await pair.model.trainOnBatch(xs, ys);
      compare('after two more steps the weight', (pair) => numbersOf(pair.model), 1e-6);
      compare(
        'after two more steps the loss',
        (pair) => read(() => pair.head.loss(ys, pair.model.apply(xs) as Tensor)),
        1e-5,
      );
      for (const each of [xs, ys, model, loaded.model]) each.dispose();
    }
    failWith(findings);
  },
};
