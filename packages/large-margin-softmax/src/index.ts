export {type AnnealingSchedule, cosineWeightAt} from '@isomargin/core';
export {LargeMarginSoftmaxHead} from './large-margin-softmax-head.js';
export {type LargeMarginSoftmaxLossOptions, largeMarginSoftmaxLoss} from './large-margin-softmax-loss.js';
export {largeMarginSoftmax, plugins} from './plugin.js';
