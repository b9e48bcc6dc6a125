export {CenterHead} from './center-head.js';
export {type CenterLossOptions, centerLoss} from './center-loss.js';
export {movedCenters} from './moved-centers.js';
export {center, plugins} from './plugin.js';
