import {dispose} from '@tensorflow/tfjs-core';
import {countsOf} from '../examples.js';
import {calibration} from './calibration.js';
import {embed} from './embed.js';
import type {Evaluation, Trained} from './evaluation.js';
import {featureSpace, rowsOf} from './feature-space.js';
import {prototypesOf} from './prototypes.js';
import {rareClassRoc} from './roc.js';
import {scatter} from './scatter.js';
import {nearestMeanPredictions, testResult} from './test-metrics.js';

/** How well a model tells the classes that it was trained on. */
export function evaluateClassification({
  model,
  head,
  dataset,
  train,
  test,
  seed,
  keepsEmbedding,
}: Trained): Evaluation {
  const {embeddings: trainEmbeddings} = embed(model, train);
  const {embeddings, predictions, scores, probabilities} = embed(model, test);
  const vectors = head.classVectors();
  const trainCounts = countsOf(train);
  const {labels} = test;
  const nearestMean = nearestMeanPredictions(embeddings, trainEmbeddings, train);
  const roc = rareClassRoc(labels, scores, dataset);
  const evaluation: Evaluation = {
    ...testResult(dataset, {trainCounts, labels, predictions, scores, nearestMean}),
    space: featureSpace({
      embeddings: rowsOf(embeddings),
      labels,
      predictions,
      trainCounts,
      vectors: vectors === undefined ? undefined : rowsOf(vectors),
      seed,
    }),
    ...(probabilities === undefined
      ? {}
      : {calibration: calibration(labels, probabilities, dataset.classNames.length)}),
    ...(roc === undefined ? {} : {roc}),
    ...(keepsEmbedding ? {embedding: scatter(embeddings, test, prototypesOf(head))} : {}),
  };
  dispose([trainEmbeddings, embeddings, ...(vectors === undefined ? [] : [vectors])]);
  return evaluation;
}
