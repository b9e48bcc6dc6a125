export type {Compared} from './euclidean-distances.js';
export {EuclideanHead} from './euclidean-head.js';
export {type EuclideanLossOptions, euclideanLoss} from './euclidean-loss.js';
export {euclidean, plugins} from './plugin.js';
