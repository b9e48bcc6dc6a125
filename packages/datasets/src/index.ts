export type {ByteSource} from './bytes/byte-source.js';
export {cifar10ClassNames, cifar100ClassNames, cifar100CoarseClassNames} from './cifar/class-names.js';
export {type Cifar100Options, type CifarOptions, readCifar10, readCifar100} from './cifar/read-cifar.js';
export {
  type ColumnRef,
  type ColumnType,
  type CsvColumnOptions,
  type CsvOptions,
  defaultMissingMarks,
} from './csv/csv-options.js';
export type {CsvColumnSchema, CsvSchema} from './csv/csv-schema.js';
export type {CsvTable} from './csv/finish.js';
export {readCsv} from './csv/read-csv.js';
export {type CsvBatchOptions, csvBatches, readCsvStream, scanCsv} from './csv/read-csv-stream.js';
export {type StrokeDigitsOptions, strokeDigits} from './digits/stroke-digits.js';
export {type IdxArray, parseIdx} from './idx/parse-idx.js';
export {type IdxDatasetOptions, type NamedBytes, readIdx, readIdxDataset} from './idx/read-idx.js';
export {
  classCounts,
  type ImageDataset,
  type ImageDatasetParts,
  imageDataset,
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
export {
  type LabelFlips,
  type LabelNoiseOptions,
  type NoisyDataset,
  type NoisyLabels,
  noisyLabels,
  withLabelNoise,
} from './noise/label-noise.js';
export {type LabelNoise, transitionMatrix} from './noise/transition-matrix.js';
export {type Dataset, selectRows} from './select-rows.js';
export {type Digests, fashionMnistSource, type IdxSource, mnistSource, type SourceFile} from './sources.js';
export {duplicateGroups} from './split/duplicate-groups.js';
export {type Fold, type KFoldOptions, stratifiedKFold} from './split/k-fold.js';
export type {Groups} from './split/labels.js';
export {
  type DatasetParts,
  type RowParts,
  type SplitRowsOptions,
  splitDataset,
  splitRows,
} from './split/split-rows.js';
export {type Split, type SplitOptions, stratifiedSplit} from './split/stratified-split.js';
export {type Encoder, type EncoderOptions, fitEncoder} from './table/encoder.js';
export {type Fill, type FillOptions, fitFill} from './table/fill.js';
export {fromMixedRows, toMixedRows} from './table/mixed-rows.js';
export type {NumberMatrix} from './table/number-matrix.js';
export {fitStandardizer, type Standardizer} from './table/standardizer.js';
export {
  type CategoryColumn,
  type NumberColumn,
  type TableColumn,
  type TableDataset,
  type TableDatasetParts,
  tableDataset,
} from './table/table-dataset.js';
