export {
  Annealing,
  type AnnealingOptions,
  type AnnealingSchedule,
  annealingOptions,
  cosineWeightAt,
} from './annealing.js';
export {classCounts} from './class-counts.js';
export {
  defineLoss,
  type LossContext,
  type LossDefinition,
  type LossPlugin,
  type LossTraits,
  type Paper,
} from './define-loss.js';
export {embeddingModel, lossHeadOf} from './find-head.js';
export {
  type CommonOptions,
  commonOptions,
  type HeadConfig,
  type HeadOptions,
  type LayerArgs,
} from './head-config.js';
export {LabelError, type Labels, oneHotLabels, readLabels} from './labels.js';
export {LinearHead, linearOptions} from './linear-head.js';
export {type CompiledFunction, LossHead} from './loss-head.js';
export {classMeans, nearestMeanScores, predictNearestMean} from './nearest-mean.js';
export {cosineScores, projections, rowsOfLength} from './numerics/cosine-scores.js';
export {crossEntropyFromLogits} from './numerics/cross-entropy.js';
export {crossEntropyWithOwn} from './numerics/cross-entropy-with-own.js';
export {linearScores} from './numerics/linear-scores.js';
export {monotoneCosine, monotoneCosineAndSlope} from './numerics/monotone-cosine.js';
export {oneHotFloat} from './numerics/one-hot.js';
export {normalizeRows, safeNorm} from './numerics/safe-norm.js';
export {ownScore, weightByClass} from './numerics/select.js';
export {softmaxSquaredError} from './numerics/softmax-squared-error.js';
export {rowwiseSquaredDistances, squaredDistances} from './numerics/squared-distances.js';
export {type ValueAndGradient, withGradient} from './numerics/with-gradient.js';
export * from './options/index.js';
export {evenPlacement} from './placement/even.js';
export {EvenPrototypes} from './placement/initializer.js';
export {regularSimplex} from './placement/simplex.js';
export {type Reduction, reduce} from './reduction.js';
export type {Remembered} from './remember.js';
