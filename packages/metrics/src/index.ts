export {accuracy, accuracyOf, balancedAccuracy, balancedAccuracyOf} from './classification/accuracy.js';
export {
  type ClassificationMetrics,
  classificationMetrics,
  classificationMetricsOf,
} from './classification/classification-metrics.js';
export {cohenKappa, cohenKappaOf} from './classification/cohen-kappa.js';
export {
  type ConfusionMatrix,
  confusionFromRows,
  confusionMatrix,
  confusionRows,
} from './classification/confusion-matrix.js';
export {
  fBeta,
  fBetaOf,
  macroFBeta,
  macroFBetaOf,
  microFBeta,
  microFBetaOf,
  weightedFBeta,
  weightedFBetaOf,
} from './classification/f-beta.js';
export {gMean, gMeanOf} from './classification/g-mean.js';
export {
  indexBalancedAccuracy,
  indexBalancedAccuracyOf,
  macroIndexBalancedAccuracy,
  macroIndexBalancedAccuracyOf,
  specificity,
  specificityOf,
} from './classification/index-balanced-accuracy.js';
export {
  type Averaged,
  macroF1,
  macroF1Of,
  macroPrecision,
  macroPrecisionOf,
  macroRecall,
  macroRecallOf,
} from './classification/macro.js';
export {matthewsCorrelation, matthewsCorrelationOf} from './classification/matthews-correlation.js';
export {
  microF1,
  microF1Of,
  microPrecision,
  microPrecisionOf,
  microRecall,
  microRecallOf,
} from './classification/micro.js';
export type {
  CohenKappaOptions,
  Counted,
  FBetaOptions,
  GMeanOptions,
  IndexBalancedAccuracyOptions,
  LabelOptions,
  MetricOptions,
} from './classification/options.js';
export {
  type ClassMetrics,
  f1,
  perClass,
  perClassOf,
  precision,
  recall,
  support,
} from './classification/per-class.js';
export {
  type ClassificationReport,
  classificationReport,
  classificationReportOf,
  type ReportClass,
  type ReportOptions,
} from './classification/report.js';
export {type ReportTextOptions, reportMarkdown, reportText} from './classification/report-text.js';
export {
  type ShotAccuracy,
  type ShotGroup,
  type ShotOptions,
  shotAccuracy,
  shotAccuracyOf,
} from './classification/shot-accuracy.js';
export {type TopKOptions, topKAccuracy} from './classification/top-k-accuracy.js';
export {
  weightedF1,
  weightedF1Of,
  weightedPrecision,
  weightedPrecisionOf,
  weightedRecall,
  weightedRecallOf,
} from './classification/weighted.js';
export type {FlatMatrix, NumberVector} from './input/arrays.js';
export type {Labels} from './input/labels.js';
export type {Matrix, Numbers} from './input/numbers.js';
