import {classMeans, predictNearestMean} from '@isomargin/core';
import type {ImageDataset} from '@isomargin/datasets';
import {classificationMetrics, confusionRows} from '@isomargin/metrics';
import {type Tensor2D, tidy} from '@tensorflow/tfjs-core';
import type {ClassResult, DatasetSettings, Metrics, Run} from '../results/types.js';

/** What a run reports of its test set. */
export type TestResult = Pick<Run, 'metrics' | 'perClass' | 'confusion'>;

/**
 * @param nearestMean [n] predictions by the nearest class mean
 */
export function testResult(
  dataset: DatasetSettings,
  labels: Int32Array,
  predictions: Int32Array,
  nearestMean: Int32Array,
): TestResult {
  const classes = dataset.classNames.length;
  const measured = classificationMetrics(labels, predictions, {classes});
  const metrics: Metrics = {
    accuracy: measured.accuracy,
    balancedAccuracy: measured.balancedAccuracy,
    macroF1: measured.macroF1,
    gMean: measured.gMean,
    nearestMeanAccuracy: labels.filter((label, i) => label === nearestMean[i]).length / labels.length,
  };
  const rare = dataset.rareLabels.map((label) => measured.perClass[label]!.recall);
  if (rare.length > 0) metrics.rareRecall = rare.reduce((sum, recall) => sum + recall, 0) / rare.length;
  const perClass = measured.perClass.map(
    ({label, support, precision, recall, f1}): ClassResult => ({
      label,
      name: dataset.classNames[label]!,
      trainCount: dataset.trainCounts[label]!,
      support,
      precision,
      recall,
      f1,
    }),
  );
  return {metrics, perClass, confusion: confusionRows(measured.confusion)};
}

/** Predictions of test embeddings [n, d] by the nearest mean of the training embeddings of a class. */
export function nearestMeanPredictions(test: Tensor2D, train: Tensor2D, data: ImageDataset): Int32Array {
  return tidy(() => {
    const means = classMeans(train, data.labels, data.classes);
    return predictNearestMean(test, means).dataSync<'int32'>() as Int32Array;
  });
}
