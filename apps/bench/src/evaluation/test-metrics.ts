import {classMeans, predictNearestMean} from '@isomargin/core';
import {classificationMetrics, confusionRows, shotAccuracyOf} from '@isomargin/metrics';
import {type Tensor2D, tidy} from '@tensorflow/tfjs-core';
import type {Examples} from '../examples.js';
import type {ClassResult, DatasetSettings, Metrics, Run} from '../results/types.js';
import {ranking} from './ranking.js';

/** What is read off predictions and scores. */
type TestResult = Pick<Run, 'metrics' | 'perClass' | 'confusion'>;

/** What was found out about n test examples. */
export interface Tested {
  /** Training examples of each class. */
  readonly trainCounts: readonly number[];
  /** [n] */
  readonly labels: Int32Array;
  /** [n] */
  readonly predictions: Int32Array;
  /** [n, classes], example after example */
  readonly scores: Float32Array;
  /** [n] predictions by the nearest class mean; their accuracy is left out without them. */
  readonly nearestMean?: Int32Array;
}

export function testResult(
  dataset: DatasetSettings,
  {trainCounts, labels, predictions, scores, nearestMean}: Tested,
): TestResult {
  const classes = dataset.classNames.length;
  const measured = classificationMetrics(labels, predictions, {classes});
  const metrics: Metrics = {
    accuracy: measured.accuracy,
    balancedAccuracy: measured.balancedAccuracy,
    macroF1: measured.macroF1,
    gMean: measured.gMean,
    ...(nearestMean === undefined ? {} : {nearestMeanAccuracy: agreement(labels, nearestMean)}),
    ...ranking(labels, scores, classes, dataset.rareLabels),
  };
  const rare = dataset.rareLabels.map((label) => measured.perClass[label]!.recall);
  if (rare.length > 0) metrics.rareRecall = rare.reduce((sum, recall) => sum + recall, 0) / rare.length;
  if (dataset.ratio !== undefined) {
    const {many, medium, few} = shotAccuracyOf(measured.confusion, {trainCounts});
    // A group without classes has no accuracy.
    metrics.manyShotAccuracy = many.accuracy ?? undefined;
    metrics.mediumShotAccuracy = medium.accuracy ?? undefined;
    metrics.fewShotAccuracy = few.accuracy ?? undefined;
  }
  const perClass = measured.perClass.map(
    ({label, support, precision, recall, f1}): ClassResult => ({
      label,
      name: dataset.classNames[label]!,
      trainCount: trainCounts[label]!,
      support,
      precision,
      recall,
      f1,
    }),
  );
  return {metrics, perClass, confusion: confusionRows(measured.confusion)};
}

/** Share of the predictions [n] that are right. */
export function agreement(labels: Int32Array, predictions: Int32Array): number {
  return labels.filter((label, i) => label === predictions[i]).length / labels.length;
}

/** Predictions of test embeddings [n, d] by the nearest mean of the training embeddings of a class. */
export function nearestMeanPredictions(
  test: Tensor2D,
  train: Tensor2D,
  {labels, classNames}: Pick<Examples, 'labels' | 'classNames'>,
): Int32Array {
  return tidy(() => {
    const means = classMeans(train, labels, classNames.length);
    return predictNearestMean(test, means).dataSync<'int32'>() as Int32Array;
  });
}
