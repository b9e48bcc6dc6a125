export {type StrokeDigitsOptions, strokeDigits} from './digits/stroke-digits.js';
export {type IdxArray, parseIdx} from './idx/parse-idx.js';
export {type IdxDatasetOptions, type NamedBytes, readIdx, readIdxDataset} from './idx/read-idx.js';
export {
  classCounts,
  type ImageDataset,
  type ImageDatasetParts,
  imageDataset,
  selectRows,
  toFloat32,
} from './image-dataset.js';
export {
  type ExponentialOptions,
  exponentialCounts,
  perClassCounts,
  type StepOptions,
  stepCounts,
} from './imbalance/counts.js';
export {type Subsample, subsample} from './imbalance/subsample.js';
export {type Digests, fashionMnistSource, type IdxSource, mnistSource, type SourceFile} from './sources.js';
export {type Split, type SplitOptions, stratifiedSplit} from './split.js';
