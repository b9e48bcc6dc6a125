export {plugins, softmax} from './plugin.js';
export {SoftmaxHead} from './softmax-head.js';
export {type SoftmaxLossOptions, softmaxLoss} from './softmax-loss.js';
