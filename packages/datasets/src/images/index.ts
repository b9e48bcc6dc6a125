export type {ConvertOptions} from './convert.js';
export {decodeImage} from './decode-image.js';
export {type ImageListing, listImages, readImageFiles} from './image-files.js';
export type {Raster} from './raster.js';
