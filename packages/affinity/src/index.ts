export {affinities} from './affinities.js';
export {AffinityHead} from './affinity-head.js';
export {type AffinityLossOptions, affinityLoss} from './affinity-loss.js';
export {diversity} from './diversity.js';
export {marginLoss} from './margin-loss.js';
export {affinity, plugins} from './plugin.js';
export type {DiversityPairs, DiversityScale} from './spread-of-pairs.js';
