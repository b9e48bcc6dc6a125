export {ContrastiveHead} from './contrastive-head.js';
export {type ContrastiveLossOptions, contrastiveLoss} from './contrastive-loss.js';
export {type ContrastivePairLossOptions, contrastivePairLoss} from './given-pairs.js';
export {contrastive, plugins, softmaxContrastive, triplet} from './plugins.js';
export {SoftmaxContrastiveHead} from './softmax-contrastive-head.js';
export {type SoftmaxContrastiveLossOptions, softmaxContrastiveLoss} from './softmax-contrastive-loss.js';
export {TripletHead} from './triplet-head.js';
export {type TripletLossOptions, tripletLoss} from './triplet-loss.js';
