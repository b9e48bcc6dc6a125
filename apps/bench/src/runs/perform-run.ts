import type {ImageDataset} from '@isomargin/datasets';
import {dispose} from '@tensorflow/tfjs-core';
import {embed} from '../evaluation/embed.js';
import {headNumbers, prototypesOf} from '../evaluation/prototypes.js';
import {scatter} from '../evaluation/scatter.js';
import {nearestMeanPredictions, testResult} from '../evaluation/test-metrics.js';
import {makeHead} from '../losses/make-head.js';
import {seedOf} from '../random.js';
import type {Run} from '../results/types.js';
import {suiteNamed} from '../suites/index.js';
import {buildModel} from '../training/build-model.js';
import {protocol} from '../training/protocol.js';
import {train} from '../training/train.js';
import {type RunSpec, runHeader} from './run-spec.js';

/**
 * Trains one loss on one data set under one seed and looks at the test set once, at the end. The current backend
 * is used. Leaves no tensor behind where it succeeds.
 *
 * @throws Error where data, loss or training fail
 */
export async function performRun(
  spec: RunSpec,
  onStep?: (done: number, total: number) => void,
): Promise<Run> {
  const started = performance.now();
  const suite = suiteNamed(spec.suite);
  const {train: trainSet, test} = await suite.load(spec.dataset, spec.seed, spec.data);
  const openTestSet = onlyOnce(test);
  const head = await makeHead(spec.loss, {
    classes: trainSet.classes,
    classCounts: spec.dataset.trainCounts,
    seed: seedOf(spec.seed, 'head'),
  });
  const model = buildModel(suite.backbone, trainSet.shape, head, spec.seed);
  const {batchSize, learningRate} = protocol;
  const {epochs, seed} = spec;
  const curves = await train(model, head, trainSet, {epochs, batchSize, learningRate, seed, onStep});

  const testSet = openTestSet();
  const {embeddings: trainEmbeddings} = embed(model, trainSet);
  const {embeddings, predictions} = embed(model, testSet);
  const nearestMean = nearestMeanPredictions(embeddings, trainEmbeddings, trainSet);
  const prototypes = prototypesOf(head);
  const run: Run = {
    ...runHeader(spec),
    status: 'ok',
    ...testResult(spec.dataset, testSet.labels, predictions, nearestMean),
    curves,
    ...(spec.keepsEmbedding ? {embedding: scatter(embeddings, testSet, prototypes)} : {}),
    head: headNumbers(head, prototypes),
    seconds: 0,
  };
  dispose([trainEmbeddings, embeddings]);
  model.optimizer.dispose();
  model.dispose();
  run.seconds = Math.round(performance.now() - started) / 1000;
  return run;
}

/** Keeps the test set from being looked at twice in a run, for instance once an epoch. */
function onlyOnce(test: ImageDataset): () => ImageDataset {
  let opened = false;
  return () => {
    if (opened) throw new Error('The test set was asked for twice in one run.');
    opened = true;
    return test;
  };
}
