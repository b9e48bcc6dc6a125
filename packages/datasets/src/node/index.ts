export {loadIdxFolder, loadMnist, type TrainTest} from './load-idx-folder.js';
