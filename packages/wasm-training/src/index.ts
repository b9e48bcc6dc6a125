export {disableWasmTraining, enableWasmTraining} from './enable.js';
