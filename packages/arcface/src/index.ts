export {ArcfaceHead} from './arcface-head.js';
export {type ArcfaceLossOptions, arcfaceLoss} from './arcface-loss.js';
export {arcface, plugins} from './plugin.js';
