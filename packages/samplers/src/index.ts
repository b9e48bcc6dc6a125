export {
  classBalancedBatches,
  type ProgressiveOptions,
  progressivelyBalancedBatches,
  shuffledBatches,
  squareRootBatches,
} from './batches/balanced-batches.js';
export {type BatchDataset, batchDataset} from './batches/batch-dataset.js';
export type {BatchSampler} from './batches/batch-sampler.js';
export {type BatchPhase, deferredBatches} from './batches/deferred-batches.js';
export {type MPerClassOptions, mPerClassBatches} from './batches/m-per-class-batches.js';
export type {LastBatch} from './batches/options.js';
export type {EpochOptions} from './batches/share-batches.js';
export {type BatchOptions, stratifiedBatches} from './batches/stratified-batches.js';
export {type CmtnnSmoteOptions, cmtnnSmote, cmtnnSmoteOptions} from './combined/cmtnn-smote.js';
export {type SmoteEnnOptions, smoteEnn, smoteEnnOptions} from './combined/smote-enn.js';
export {type SmoteTomekOptions, smoteTomek, smoteTomekOptions} from './combined/smote-tomek.js';
export type {NetworkTask, TrainNetwork} from './combined/train-networks.js';
export {
  balancedWeights,
  type EffectiveNumberOptions,
  effectiveNumberWeights,
} from './costs/class-weights.js';
export {correctPriors, type Priors} from './costs/correct-priors.js';
export {type CostMatrix, costsOfMistakes} from './costs/cost-matrix.js';
export {type CostDecisions, minimumExpectedCost} from './costs/minimum-cost.js';
export {
  type EmbeddingOptions,
  type EmbeddingSampler,
  inEmbeddingSpace,
} from './embedding/in-embedding-space.js';
export {SamplingError} from './errors.js';
export type {ClassLabels, ClassName, Features, FlatRows, NumberArray, Row} from './input/kinds.js';
export type {TensorLike, TensorValues} from './input/tensors.js';
export type {Progress, RunOptions} from './job.js';
export {type AdasynOptions, adasyn, adasynOptions} from './over/adasyn.js';
export {
  type BorderlineSmoteOptions,
  borderlineSmote,
  borderlineSmoteOptions,
} from './over/borderline-smote.js';
export {type KMeansSmoteOptions, kMeansSmote, kMeansSmoteOptions} from './over/k-means-smote.js';
export {
  type RandomOverSamplerOptions,
  randomOverSampler,
  randomOverSamplerOptions,
} from './over/random-over-sampler.js';
export {type SmoteOptions, smote, smoteOptions} from './over/smote.js';
export {type SmoteNOptions, smoteN, smoteNOptions} from './over/smote-n.js';
export {type SmoteNcOptions, smoteNc, smoteNcOptions} from './over/smote-nc.js';
export type {ClassProbabilities} from './probabilities.js';
export type {Resampled, Sampler} from './sampler.js';
export type {
  ClassesBySize,
  ClassesTarget,
  CleaningTargets,
  CountsTarget,
  OverTargets,
  RatioTarget,
  UnderTargets,
} from './targets.js';
export {type AllKnnOptions, allKnn, allKnnOptions} from './under/all-knn.js';
export {
  type ClusterCentroidsOptions,
  clusterCentroids,
  clusterCentroidsOptions,
} from './under/cluster-centroids.js';
export {
  type CondensedNearestNeighbourOptions,
  condensedNearestNeighbour,
} from './under/condensed-nearest-neighbour.js';
export {condensedOptions} from './under/condensed-options.js';
export {
  type Agreement,
  type EditedNearestNeighboursOptions,
  editedNearestNeighbours,
  editedNearestNeighboursOptions,
} from './under/edited-nearest-neighbours.js';
export {
  type InstanceHardnessThresholdOptions,
  instanceHardnessThreshold,
  instanceHardnessThresholdOptions,
} from './under/instance-hardness-threshold.js';
export {type NearMissOptions, nearMiss, nearMissOptions} from './under/near-miss.js';
export {
  type NeighbourhoodCleaningRuleOptions,
  neighbourhoodCleaningRule,
  neighbourhoodCleaningRuleOptions,
} from './under/neighbourhood-cleaning-rule.js';
export {type OneSidedSelectionOptions, oneSidedSelection} from './under/one-sided-selection.js';
export {
  type RandomUnderSamplerOptions,
  randomUnderSampler,
  randomUnderSamplerOptions,
} from './under/random-under-sampler.js';
export {
  type RepeatedEditedNearestNeighboursOptions,
  repeatedEditedNearestNeighbours,
  repeatedEditedNearestNeighboursOptions,
} from './under/repeated-edited-nearest-neighbours.js';
export {type TomekLinksOptions, tomekLinks, tomekLinksOptions} from './under/tomek-links.js';
