/**
 * What `results.json` holds. `results.schema.json` says the same for the tests and for other programs: change
 * both together. NaN and infinity do not exist in JSON: a metric without a value is left out, a point of a
 * curve without one is null.
 */
export interface Results {
  version: 1;
  /** The suite's name, such as "mnist-imbalance". */
  suite: string;
  settings: Settings;
  /** A training for each data set, seed and contender; those of the loss "untrained" trained nothing. */
  runs: Run[];
  summary: SummaryRow[];
  /** How options were chosen, where they were. */
  tuned?: Tuned[];
}

/** Everything that is needed to understand the runs and to repeat them. */
export interface Settings {
  /** The command line, as it was typed. */
  command: string;
  /** What the suite does, in a sentence or two. */
  description: string;
  datasets: DatasetSettings[];
  /** The backbone, a line a layer or block. */
  backbone: string[];
  embeddingSize: number;
  /** Passes over the training examples; left out where each data set has its own number. */
  epochs?: number;
  batchSize: number;
  optimizer: string;
  learningRate: number;
  /** Of the learning rate, such as "cosine decay to 0". */
  schedule: string;
  seeds: number[];
  /** Folds that each seed divides a data set into, each of them once the test set; left out where training and test set are given. */
  folds?: number;
  /** How options were tuned; left out where nothing was. */
  tuning?: TuningSettings;
  losses: LossSettings[];
  /** What resamples the training examples or orders them; null for training examples as they are. Every loss ran with each. */
  samplers: (SamplerSettings | null)[];
  /** What all others are compared with: a loss and a sampler, by their `name`. */
  baseline: {loss: string; sampler: string | null};
  /** The metrics that tables show, the most telling first. */
  headline: string[];
  backend: string;
  /** Processes that ran at the same time. */
  jobs: number;
  versions: {isomargin: string; tfjs: string; node: string};
  /** SHA-256 of the benchmark's own code; left out in results from before there was one. */
  code?: string;
  host: {cpu: string; cores: number};
  /** ISO 8601. */
  startedAt: string;
  /** Of the whole comparison. */
  seconds: number;
  /** Whether it was stopped before all runs were over; `runs` holds those that were. */
  interrupted?: boolean;
}

/** One data set, or one degree of imbalance of it: the unit that losses are compared on. */
export interface DatasetSettings {
  /** Unique among the data sets, such as "mnist 2 %". */
  name: string;
  /** A line for people: source, size, what was done to it. */
  description: string;
  /** Names of the classes, by label. */
  classNames: string[];
  /** Training examples of each class, by label; with folds their mean, rounded. */
  trainCounts: number[];
  /** Test examples of each class, by label; with folds their mean, rounded. */
  testCounts: number[];
  /** Labels of the classes that `rareRecall` is the mean recall of; may be empty. */
  rareLabels: number[];
  /** SHA-256 of the images and labels that it is cut from; left out where the suite draws them itself. */
  contentHash?: string;
  /** The share of their examples that the rare classes kept, 0 to 1, where the suite varies it. */
  fraction?: number;
  /** The share of training labels that are to be wrong, 0 to 1, where the suite varies it. */
  noise?: number;
  /** How many times as many training images its most frequent class has as its rarest, where the suite varies it; at least 1. */
  ratio?: number;
  /** Its file, where it is one. */
  file?: string;
  /** The column of the file that has the classes. */
  label?: string;
  /** Whether the file begins with the names of its columns. */
  header?: boolean;
  /** Passes over its training examples, where each data set has its own number. */
  epochs?: number;
}

export type OptionValue = number | string | boolean | null | OptionValue[] | {[name: string]: OptionValue};
type Options = Record<string, OptionValue>;

export interface LossSettings {
  /** Unique among the losses: two settings of one loss have two names, such as "affinity-m5". */
  name: string;
  /** For people, such as "affinity, m = 5". */
  title: string;
  /** The npm package. */
  package: string;
  /** The options as they were given; what is left out has the package's default. */
  options: Options;
  /** Where the loss was published, if it says so. */
  paper?: Paper;
  /** SHA-256 of its code, where the loss is none of the benchmark's own. */
  code?: string;
}

/** Of a publication, as a loss declares it. */
export interface Paper {
  /** Full names or surnames, separated by commas. */
  authors: string;
  title: string;
  /** A conference, or a journal with its volume. */
  venue: string;
  year: number;
  url: string;
}

/** The same for every contender. */
export interface TuningSettings {
  /** Of each contender, the defaults included. */
  trials: number;
  /** Parts of the training examples, each of which is once what a trial is judged by. */
  folds: number;
  /** What trials are judged by: the mean of this metric over the folds. */
  metric: string;
  /** What is tuned for itself: each data set, or each test set of a cross-validation. */
  unit: 'data set' | 'test set';
}

/** An option that was searched, and where: the range that the loss declares. */
export interface SearchedOption {
  name: string;
  low: number;
  high: number;
  /** Whether by differences or by ratios. */
  scale: 'linear' | 'log';
  /** Whether only whole numbers are allowed. */
  whole?: boolean;
  /** A default that is no number, such as "auto": it takes half of the range. */
  word?: string;
}

/** The search for the options of one contender. */
export interface Tuned {
  /** `name` of a data set. */
  dataset: string;
  /** `name` of a loss. */
  loss: string;
  /** `name` of a sampler. */
  sampler: string | null;
  /** The seed and the fold whose training examples they are, where each test set of a cross-validation is tuned for itself. */
  seed?: number;
  fold?: number;
  space: SearchedOption[];
  /** By number, from 0, which has the defaults. */
  trials: Trial[];
  /** `number` of the trial whose options the runs have. */
  chosen: number;
}

/** Options that were tried. */
export interface Trial {
  number: number;
  /** What differs from the options that the loss was given. */
  options: Options;
  /** By validation fold; null where the training failed or there is no value. */
  scores: (number | null)[];
  /** Of the scores; null where one of them is: such a trial is worse than any other. */
  mean: number | null;
  /** Why trainings failed; left out where none did. */
  errors?: string[];
  /** Of all its trainings. */
  seconds: number;
}

export interface SamplerSettings {
  /** Unique among the samplers, as it was typed: "smote:k=3". */
  name: string;
  /** For people, such as "smote (k = 3)". */
  title: string;
  /** The options as they were given; what is left out has its default. */
  options: Options;
}

/** One training and its one look at the test set. */
export interface Run {
  /** Unique among the runs. */
  id: string;
  /** Hash of all that decides the result: code, versions, data, options, seed, backend. */
  key: string;
  /** `name` of a data set. */
  dataset: string;
  /** `name` of a loss. */
  loss: string;
  options: Options;
  /** `name` of a sampler. */
  sampler: string | null;
  seed: number;
  /** Which fold was the test set, from 1; left out where there are no folds. */
  fold?: number;
  /** Of a training that belongs to tuning; in the journal alone. */
  trial?: TrialPlace;
  status: 'ok' | 'failed';
  /** Why it failed. */
  error?: string;
  /** The command that repeats this run alone. */
  command?: string;
  /** Of the test set; empty where the run failed. */
  metrics: Metrics;
  /** 95 % intervals of metrics, lower end first, by drawing the unseen classes again and again; of suites that verify. */
  intervals?: Record<string, [number, number]>;
  /** By label; empty where the run failed. */
  perClass: ClassResult[];
  /** Counts, true classes in rows; empty where the run failed. */
  confusion: number[][];
  curves: Curves;
  /** Left out where the run failed. */
  trainedOn?: TrainedOn;
  /** Test embeddings in two dimensions, of the first seed and fold alone. */
  embedding?: Embedding;
  /** How the classes lie in the feature space of the test set. */
  space?: FeatureSpace;
  /** How far the probabilities can be believed; left out for losses that train none. */
  calibration?: Calibration;
  /** What is found at some rates of false alarms: of the rarer of two classes, or of pairs of one class. */
  roc?: RocPoint[];
  /** Numbers that the head reports after training, such as sigma. */
  head?: Record<string, number>;
  seconds: number;
}

/** Which training of the tuning it is. */
export interface TrialPlace {
  /** Of the trial, from 0. */
  number: number;
  /** Which part of the training examples it is judged by, from 1. */
  fold: number;
  folds: number;
}

/** Shares from 0 to 1 under the known names; further names may hold any number. */
export interface Metrics {
  accuracy?: number;
  balancedAccuracy?: number;
  macroF1?: number;
  gMean?: number;
  /** Mean recall of the data set's `rareLabels`. */
  rareRecall?: number;
  /** Mean recall of the classes with more than 100, 20 to 100, and fewer than 20 training examples, where the data set has a long tail. */
  manyShotAccuracy?: number;
  mediumShotAccuracy?: number;
  fewShotAccuracy?: number;
  /** Accuracy of the nearest class mean in the embedding. */
  nearestMeanAccuracy?: number;
  /** Area under the ROC curve of each class against the rest, mean over the classes. */
  auroc?: number;
  /** Average precision of each rare class (of each class, where none is rare) against the rest, mean over them. */
  averagePrecision?: number;
  /** Share of pairs that the best threshold of the other folds of pairs decides right. */
  verificationAccuracy?: number;
  /** Where as large a share of the pairs of two classes is accepted as of those of one is refused; less is better. */
  equalErrorRate?: number;
  /** Share of pairs of one class that are accepted where 10 % or 1 % of those of two are. */
  tarAtFar10?: number;
  tarAtFar1?: number;
  /** Retrieval among the images of unseen classes, means over the classes. */
  precisionAt1?: number;
  mapAtR?: number;
  [name: string]: number | undefined;
}

/** What the network was trained on, after label noise and sampler. */
export interface TrainedOn {
  /** Rows of each class, by label, of which a batch sampler chooses. */
  counts: number[];
  /** How many of them a sampler made. */
  synthetic: number;
  /** Labels that noise changed; left out where there was none. */
  flippedLabels?: number;
  /** Of the optimizer: the same for every loss and sampler. */
  steps: number;
}

export interface ClassResult {
  label: number;
  name: string;
  /** Training examples before a sampler. */
  trainCount: number;
  /** Test examples. */
  support: number;
  precision: number;
  recall: number;
  f1: number;
}

/** Values after each epoch: all of them on the training set or a part of it that was held back. */
export interface Curves {
  /** From 1. */
  epoch: number[];
  trainLoss: (number | null)[];
  trainAccuracy?: (number | null)[];
  validationLoss?: (number | null)[];
  validationAccuracy?: (number | null)[];
}

export interface Embedding {
  /** [n, 2]; 2,000 at most. */
  points: [number, number][];
  /** [n] class of each point. */
  labels: number[];
  /** In the same plane; empty where the head has none. */
  prototypes: [number, number][];
  /** Class of each prototype. */
  prototypeLabels: number[];
  /** How the two dimensions were made, such as "principal components" or "2-D embedding". */
  method?: string;
  /** Which share of the variance of the embeddings the plane shows, from 0 to 1; null where they have none. */
  varianceShown?: number | null;
}

/** Null is what cannot be said: of a class without test examples, or of a head without class vectors. */
export interface FeatureSpace {
  perClass: ClassSpace[];
  measures: SpaceMeasures;
}

export interface SpaceMeasures {
  /** Standard deviation / mean of the distances between class means: 0 where they are equidistant. */
  meansVariation: number | null;
  /** The same of the head's class vectors. */
  vectorsVariation: number | null;
  /** Spearman's correlation of the class vectors' lengths with the training counts; null where all counts are equal. */
  lengthRankCorrelation: number | null;
  /** The root of the mean intra-class variance / the mean distance between class means. */
  spreadToDistance: number | null;
  /** Silhouette of the test examples, mean over the classes, −1 to 1; left out in results from before it was measured. */
  silhouette?: number | null;
  /** Neural collapse (Papyan, Han, Donoho 2020), 0 where complete: within-class variability. */
  nc1: number | null;
  /** Unequal lengths of the class means, and the deviation of their angles. */
  nc2Lengths: number | null;
  nc2Angles: number | null;
  /** How the directions of class vectors and class means differ. */
  nc3: number | null;
  /** Share of test examples that the head and the nearest class mean decide differently. */
  nc4: number | null;
}

/** One class in the feature space; angles in radians, seen from the mean of all class means or class vectors. */
export interface ClassSpace {
  label: number;
  /** Opening of the cone that holds 90 % of its test examples. */
  occupiedAngle: number | null;
  /** Between its mean and the nearest other class mean. */
  meanAngle: number | null;
  /** Length of the head's class vector; the mean of all classes is 1. */
  vectorLength: number | null;
  /** Between its class vector and the nearest other one. */
  vectorAngle: number | null;
}

export interface RocPoint {
  /** False positive rate, 0 to 1. */
  falseAlarms: number;
  /** True positive rate, 0 to 1. */
  found: number;
}

export interface Calibration {
  /** Mean distance of confidence and accuracy over the bins, 0 to 1. */
  expectedCalibrationError: number;
  logLoss: number;
  brierScore: number;
  /** By confidence, ascending; empty ones are left out. */
  bins: {confidence: number; accuracy: number; count: number}[];
}

/** All runs of one loss with one sampler on one data set. */
export interface SummaryRow {
  dataset: string;
  loss: string;
  sampler: string | null;
  /** Finished and failed ones. */
  runs: number;
  failed: number;
  metrics: Record<string, Spread>;
  /** Difference to the baseline over the seeds and folds that both finished; left out for the baseline itself. */
  pairedToBaseline?: Record<string, PairedDifference>;
}

export interface Spread {
  mean: number;
  /** Sample standard deviation over the seeds and folds (n − 1); null with one run. */
  std: number | null;
  n: number;
}

export interface PairedDifference {
  meanDifference: number;
  /** Sample standard deviation of the differences; null with one pair. */
  std: number | null;
  n: number;
  /** 95 % interval of the mean difference by Student's t, corrected for folds where there are some; null with one pair. */
  interval95: [number, number] | null;
  /**
   * Two-sided p of no difference by the paired t-test, or with folds by the corrected resampled t-test of Nadeau and Bengio; null
   * with one pair.
   */
  p: number | null;
  /** The same after Holm's correction for all that are compared with the baseline on this data set by this metric. */
  adjustedP: number | null;
}
