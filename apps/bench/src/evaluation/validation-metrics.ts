import type {LayersModel} from '@tensorflow/tfjs-layers';
import type {Examples} from '../examples.js';
import type {DatasetSettings, Metrics} from '../results/types.js';
import {embed} from './embed.js';
import {testResult} from './test-metrics.js';

/** The metrics of the head's own predictions, by which trials are told apart. */
export function validationMetrics(
  model: LayersModel,
  dataset: DatasetSettings,
  validation: Examples,
): Metrics {
  const {embeddings, predictions, scores} = embed(model, validation);
  embeddings.dispose();
  const {labels} = validation;
  const {trainCounts} = dataset;
  return testResult(dataset, {trainCounts, labels, predictions, scores}).metrics;
}
