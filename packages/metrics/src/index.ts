export type {ReliabilityBin} from './calibration/bin-sums.js';
export {
  calibrationErrorPerClass,
  expectedCalibrationError,
  expectedCalibrationErrorOf,
  maximumCalibrationError,
  maximumCalibrationErrorOf,
} from './calibration/calibration-error.js';
export type {ConfidenceOptions} from './calibration/confidences.js';
export {type CalibrationOptions, reliabilityDiagram} from './calibration/reliability-diagram.js';
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
export {type ClusteringMetrics, clusteringMetrics} from './clustering/clustering-metrics.js';
export {type KMeans, type KMeansOptions, kMeans} from './clustering/k-means.js';
export {
  adjustedMutualInformation,
  type MutualInformationOptions,
  mutualInformation,
  normalizedMutualInformation,
} from './clustering/mutual-information.js';
export {adjustedRandIndex} from './clustering/rand-index.js';
export {type Silhouette, type SilhouetteOptions, silhouette} from './clustering/silhouette.js';
export {type VMeasure, type VMeasureOptions, vMeasure} from './clustering/v-measure.js';
export {type BoundaryAngle, boundaryAngles} from './feature-space/boundary-angles.js';
export {type AngleOptions, type ClassAngle, classAngles} from './feature-space/class-angles.js';
export {type ClassMeans, classMeans} from './feature-space/class-means.js';
export {type ClassSpread, classSpread, type FeatureSpread} from './feature-space/class-spread.js';
export {type Equidistance, equidistance} from './feature-space/equidistance.js';
export type {GroupOptions} from './feature-space/groups.js';
export {
  type NeuralCollapse,
  type NeuralCollapseOptions,
  neuralCollapse,
  type SimplexDeviation,
} from './feature-space/neural-collapse.js';
export {
  type ComponentOptions,
  type PrincipalComponents,
  principalComponents,
  projectOn,
} from './feature-space/principal-components.js';
export {
  type ClassNorm,
  type WeightNorms,
  type WeightOptions,
  weightNorms,
} from './feature-space/weight-norms.js';
export type {FlatMatrix, NumberVector} from './input/arrays.js';
export type {Labels} from './input/labels.js';
export type {Matrix, Numbers} from './input/numbers.js';
export type {ClassRetrieval, Retrieval, RetrievalScores} from './retrieval/result.js';
export {type Gallery, type RetrievalOptions, retrieval} from './retrieval/retrieval.js';
export {type AurocOptions, auroc, aurocPerClass} from './scores/auroc.js';
export {
  type AveragePrecisionOptions,
  averagePrecision,
  averagePrecisionPerClass,
} from './scores/average-precision.js';
export {type BrierOptions, brierScore} from './scores/brier-score.js';
export {type LogLossOptions, logLoss} from './scores/log-loss.js';
export type {AverageOptions, CurveOptions, ScoreOptions} from './scores/options.js';
export {type PrecisionRecallCurve, precisionRecallCurve} from './scores/precision-recall-curve.js';
export type {ProbabilityOptions} from './scores/probabilities.js';
export type {Scores} from './scores/read.js';
export {type RocCurve, rocCurve} from './scores/roc-curve.js';
export type {Accumulator, UpdateOptions} from './streaming/accumulator.js';
export {type CalibrationState, calibrationAccumulator} from './streaming/calibration-accumulator.js';
export {type ConfusionState, confusionAccumulator} from './streaming/confusion-accumulator.js';
export {
  brierAccumulator,
  logLossAccumulator,
  type MeanState,
  topKAccumulator,
} from './streaming/mean-accumulators.js';
export {type KeptScores, type ScoreState, scoreAccumulator} from './streaming/score-accumulator.js';
export {
  type EqualErrorRateOptions,
  equalErrorRate,
  type TarAtFarOptions,
  tarAtFar,
} from './verification/error-rates.js';
export {
  type FoldAccuracy,
  type FoldAccuracyOptions,
  type FoldResult,
  foldAccuracy,
} from './verification/fold-accuracy.js';
export {
  type BootstrapOptions,
  bootstrapOverIdentities,
  type Interval,
} from './verification/identity-bootstrap.js';
export type {EqualErrorRate, TarAtFar} from './verification/operating-points.js';
export {pairSimilarities, type SimilarityOptions} from './verification/pair-similarities.js';
export type {Pairs} from './verification/pairs.js';
export {allPairs, type SamplePairsOptions, samplePairs} from './verification/pairs-from-labels.js';
export {
  type LfwPairsOptions,
  type PairsListOptions,
  parseCsvPairs,
  parseLfwPairs,
} from './verification/pairs-list.js';
export {
  type VerificationIntervals,
  type VerificationMetrics,
  type VerificationOptions,
  verificationMetrics,
} from './verification/verification-metrics.js';
