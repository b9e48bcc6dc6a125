export {
  type DownloadedFile,
  type DownloadOptions,
  type DownloadProgress,
  downloadSource,
} from './download-source.js';
export {fileBytes} from './file-bytes.js';
export {
  type FolderListing,
  type ImageBatchOptions,
  imageBatches,
  listImageFolder,
  loadImageFolder,
} from './image-folder.js';
export {loadCifar10, loadCifar100} from './load-cifar.js';
export {loadCsv} from './load-csv.js';
export {loadIdxFolder, loadMnist, type TrainTest} from './load-idx-folder.js';
