export {plugins, sphereface} from './plugin.js';
export {SpherefaceHead} from './sphereface-head.js';
export {type SpherefaceLossOptions, spherefaceLoss} from './sphereface-loss.js';
