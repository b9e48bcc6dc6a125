export {HingeHead} from './hinge-head.js';
export {type HingeLossOptions, hingeLoss} from './hinge-loss.js';
export type {HingeVariant} from './hinges.js';
export {hinge, plugins} from './plugin.js';
