export {
  type BatchMetric,
  batchAccuracy,
  batchBrierScore,
  batchLogLoss,
  batchTopKAccuracy,
} from './batch-metrics.js';
export type {
  BatchDataset,
  EvaluateOptions,
  EvaluationData,
  ModelInputs,
  ModelOutputs,
  WholeMetric,
} from './evaluate-metrics.js';
export {
  evaluateMetrics,
  ValidationMetrics,
  type ValidationMetricsOptions,
  validationMetrics,
} from './validation-metrics.js';
