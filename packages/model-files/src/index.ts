export {ModelFileError} from './error.js';
export {modelFiles} from './model-files.js';
