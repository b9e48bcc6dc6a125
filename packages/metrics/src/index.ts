export {accuracy, accuracyOf, balancedAccuracy, balancedAccuracyOf} from './classification/accuracy.js';
export {
  type ClassificationMetrics,
  classificationMetrics,
  classificationMetricsOf,
} from './classification/classification-metrics.js';
export {
  type ConfusionMatrix,
  confusionFromRows,
  confusionMatrix,
  confusionRows,
} from './classification/confusion-matrix.js';
export {gMean, gMeanOf} from './classification/g-mean.js';
export {
  macroF1,
  macroF1Of,
  macroPrecision,
  macroPrecisionOf,
  macroRecall,
  macroRecallOf,
} from './classification/macro.js';
export type {GMeanOptions, LabelOptions, MetricOptions} from './classification/options.js';
export {
  type ClassMetrics,
  f1,
  perClass,
  perClassOf,
  precision,
  recall,
  support,
} from './classification/per-class.js';
export type {Labels, NumberVector} from './input/labels.js';
