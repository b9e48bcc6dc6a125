export {affinities} from './affinities.js';
export {AffinityHead} from './affinity-head.js';
export {type AffinityLossOptions, affinityLoss} from './affinity-loss.js';
export {type DiversityPairs, type DiversityScale, diversity} from './diversity.js';
export {marginLoss} from './margin-loss.js';
export {affinity, plugins} from './plugin.js';
