export {FalseErrorHead} from './false-error-head.js';
export {type FalseErrorLossOptions, falseErrorLoss} from './false-error-loss.js';
export type {ExampleError, FalseErrorVariant} from './options.js';
export {falseError, plugins} from './plugin.js';
