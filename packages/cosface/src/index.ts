export {CosfaceHead} from './cosface-head.js';
export {type CosfaceLossOptions, cosfaceLoss} from './cosface-loss.js';
export {cosface, plugins} from './plugin.js';
