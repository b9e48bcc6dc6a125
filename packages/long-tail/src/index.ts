export {
  BalancedSoftmaxHead,
  type BalancedSoftmaxLossOptions,
  balancedSoftmax,
  balancedSoftmaxLoss,
} from './balanced-softmax.js';
export {
  ClassBalancedHead,
  type ClassBalancedLossOptions,
  classBalanced,
  classBalancedLoss,
} from './class-balanced.js';
export type {WithClassCounts} from './class-counts.js';
export {effectiveNumberWeights} from './effective-number.js';
export {
  FixedSimplexHead,
  type FixedSimplexLossOptions,
  type FixedSimplexObjective,
  fixedSimplex,
  fixedSimplexLoss,
} from './fixed-simplex.js';
export {FocalHead, type FocalLossOptions, focal, focalLoss} from './focal.js';
export {LdamHead, type LdamLossOptions, ldam, ldamLoss, ldamMargins} from './ldam.js';
export {
  adjustLogits,
  type LogitAdjustedLossOptions,
  LogitAdjustmentHead,
  logitAdjustedLoss,
  logitAdjustment,
} from './logit-adjustment.js';
export {plugins} from './plugins.js';
