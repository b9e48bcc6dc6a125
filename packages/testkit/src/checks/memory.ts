import {memory, type Tensor, tensor1d, tensor2d} from '@tensorflow/tfjs-core';
import type {Check} from '../check.js';
import {failWith, shown} from '../failure.js';
import {genericBatch, settledHead} from '../problems/evaluate.js';
import {batchesOf, network, threeClouds} from '../problems/models.js';
import {createHead, TestedHead} from '../problems/tested-head.js';

const size = {classes: 3, dimension: 4};

/** How many tensors are left over by something. */
async function leftBy(run: () => unknown): Promise<number> {
  const before = memory().numTensors;
  await run();
  return memory().numTensors - before;
}

export const leaks: Check = {
  name: 'leaks',
  title: 'no tensor is left over by a call, a loss, a gradient, fit, fitDataset, evaluate and predict',
  hint:
    'Usually `keep`, a tensor that is stored in a field, or a `write` to a weight outside of tidy (it does not dispose what it is given). What a head ' +
    'keeps of a call must die with the scores.',
  async run(contract) {
    const findings: string[] = [];
    for (const setting of contract.settings) {
      const tested = settledHead(contract, setting, size);
      const {embeddings, labels} = genericBatch(size, 3);
      const byHand = (training: boolean) => (): void => {
        const given = tensor2d(Float32Array.from(embeddings), [labels.length, size.dimension]);
        const ys = tensor1d(labels, 'int32');
        const scores = tested.head.apply(given, {training}) as Tensor;
        const losses = tested.head.loss(ys, scores);
        const accuracy = tested.head.accuracy(ys, scores);
        for (const each of [given, ys, scores, losses, accuracy]) each.dispose();
      };
      const ways: [string, () => void][] = [
        ['a call and its loss', byHand(false)],
        ['a training call and its loss', byHand(true)],
        ['a gradient', () => void tested.lossAndGradients({embeddings, labels}, true)],
        ['a training step', () => tested.trainStep({embeddings, labels}, 0.01)],
      ];
      for (const [what, way] of ways) {
        // Once before, for what is made at the first call and kept.
        way();
        const left = await leftBy(way);
        if (left !== 0) findings.push(`${shown(setting)}: ${what} leaves ${left} tensors.`);
      }
      tested.dispose();
    }
    failWith([...findings, ...(await leaksOfModel(contract))], 8);
  },
};

async function leaksOfModel(contract: Parameters<Check['run']>[0]): Promise<string[]> {
  const head = createHead(contract, {}, {classes: 3, seed: 1});
  const model = network(head);
  const examples = threeClouds(2, 1);
  const {xs, labels} = examples;
  const ys = head.labels(labels);
  const quiet = {epochs: 1, verbose: 0} as const;
  const batches = batchesOf(examples, 8, (part) => tensor1d(part, 'int32'));
  const disposed = (given: Tensor | Tensor[]): void => {
    for (const each of Array.isArray(given) ? given : [given]) each.dispose();
  };
  const ways: [string, () => unknown][] = [
    ['fit', () => model.fit(xs, ys, {...quiet, validationData: [xs, ys]})],
    ['fitDataset', () => model.fitDataset(batches as Parameters<typeof model.fitDataset>[0], quiet)],
    ['evaluate', () => disposed(model.evaluate(xs, ys))],
    ['predict', () => disposed(model.predict(xs))],
  ];
  const findings: string[] = [];
  for (const [what, way] of ways) {
    await way();
    const left = await leftBy(way);
    if (left !== 0) findings.push(`${what} leaves ${left} tensors.`);
  }
  disposed([xs, ys]);
  model.dispose();
  return findings;
}

export const disposal: Check = {
  name: 'dispose',
  title: 'dispose frees all that the head has',
  hint: 'Usually tensors in fields: add them as weights, or dispose them in an overridden `dispose` as well.',
  async run(contract) {
    const findings: string[] = [];
    for (const setting of contract.settings) {
      const life = (): void => {
        const tested = new TestedHead(contract, setting, size);
        tested.losses(genericBatch(size, 3), true);
        tested.losses(genericBatch(size, 4), false);
        tested.dispose();
      };
      life();
      const left = await leftBy(life);
      if (left !== 0)
        findings.push(`${shown(setting)}: a head that was used and disposed leaves ${left} tensors.`);
    }
    failWith(findings);
  },
};

export const inputsKept: Check = {
  name: 'inputs',
  title: 'embeddings, labels and weights are not changed or disposed by a loss',
  hint: 'Usually a write into the array that dataSync returned: it may be the memory of the tensor itself.',
  run(contract) {
    const findings = contract.settings.flatMap((setting) => {
      const tested = settledHead(contract, setting, size);
      const {embeddings, labels} = genericBatch(size, 3);
      const given = {
        embeddings: tensor2d(Float32Array.from(embeddings), [labels.length, size.dimension]),
        labels: tensor1d(labels, 'int32'),
        'one-hot labels': tested.head.labels(labels),
      };
      const before = Object.values(given).map((each) => [...each.dataSync()]);
      const weights = tested.read();
      const scores = tested.head.apply(given.embeddings) as Tensor;
      const scoresBefore = [...scores.dataSync()];
      const losses = [
        tested.head.loss(given.labels, scores),
        tested.head.loss(given['one-hot labels'], scores),
      ];
      const found: string[] = [];
      const where = shown(setting);
      for (const [i, [name, each]] of Object.entries(given).entries()) {
        if (each.isDisposed) found.push(`${where}: the loss disposes the ${name}.`);
        else if (before[i]!.some((v, at) => v !== each.dataSync()[at]))
          found.push(`${where}: the loss changes the ${name}.`);
      }
      if (scores.isDisposed) found.push(`${where}: the loss disposes the scores.`);
      else if (scoresBefore.some((v, at) => v !== scores.dataSync()[at]))
        found.push(`${where}: the loss changes the scores.`);
      const after = tested.read();
      for (const [name, {values}] of Object.entries(weights)) {
        if (values.some((v, at) => v !== after[name]!.values[at]))
          found.push(`${where}: the loss changes the weight '${name}' outside of training.`);
      }
      for (const each of [...Object.values(given), scores, ...losses]) each.dispose();
      tested.dispose();
      return found;
    });
    failWith(findings);
  },
};
