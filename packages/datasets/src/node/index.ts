export {
  type DownloadedFile,
  type DownloadOptions,
  type DownloadProgress,
  downloadSource,
} from './download-source.js';
export {fileBytes} from './file-bytes.js';
export {loadCifar10, loadCifar100} from './load-cifar.js';
export {loadCsv} from './load-csv.js';
export {loadIdxFolder, loadMnist, type TrainTest} from './load-idx-folder.js';
