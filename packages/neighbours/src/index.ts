export {type Frame, frameOf} from './frame.js';
export {type Points, squaredDistance, squaredDistances} from './points.js';
export {BLOCK, type Precision, type Scanner, scannerFor, TILE} from './scanner.js';
