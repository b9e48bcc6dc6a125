export {type Frame, frameOf} from './frame.js';
export {type Points, squaredDistance} from './points.js';
export {BLOCK, type Scanner, scannerFor, TILE} from './scanner.js';
