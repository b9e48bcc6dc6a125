import type {Backbone} from '../backbones/backbone.js';
import type {Examples} from '../examples.js';
import type {DatasetSettings} from '../results/types.js';
import type {SuiteDefinition} from './declared/definition.js';

/** A comparison that can be started by its name. */
export interface Suite {
  readonly name: string;
  /** For people: a sentence or two. */
  readonly description: string;
  /** What a trained model is judged by: the classes that it was trained on, or pairs of others; the former where left out. */
  readonly task?: 'classification' | 'verification';
  readonly backbone: Backbone;
  /**
   * Whether no seed and no fold makes a test example a training example, so that a data set is tuned once for all seeds. Where left
   * out, each test set is tuned for itself, by its own training examples.
   */
  readonly hasOwnTestSet?: boolean;
  readonly defaults: SuiteDefaults;
  /** What `--preset` sets in place of the defaults, which are the preset `standard`; left out where there are no presets. */
  readonly presets?: Readonly<Partial<Record<Exclude<PresetName, 'standard'>, Preset>>>;
  /** What the suite reads from `--data`: MNIST is downloaded where it is not given. None for data that it makes itself. */
  readonly needsData?:
    | 'MNIST'
    | 'CSV'
    | 'IDX'
    | 'images'
    | 'MNIST or images'
    | 'MNIST, Fashion-MNIST or CIFAR-10';
  /** Where the data is where `--data` does not say it, absolute; left out where the suite does not know. */
  readonly dataPath?: string;
  /** Where the suite is none of the benchmark's own, all of it as plain JSON: what a worker makes it from. */
  readonly definition?: SuiteDefinition;
  /** The metrics that tables show, the most telling first: a terminal has room for five. */
  readonly headline: readonly string[];

  /**
   * The data sets of the suite with their counts, which are the same for every seed.
   *
   * @throws Error where the data is missing or broken, or a fraction leaves a class without an image
   */
  datasets(options: SuiteOptions): Promise<DatasetSettings[]>;

  /** Training and test examples of one data set. */
  load(request: LoadRequest): Promise<TrainTestExamples>;
}

interface SuiteDefaults {
  readonly losses: readonly DefaultLoss[];
  readonly seeds: number;
  /** Left out where each data set has its own number. */
  readonly epochs?: number;
  /** What the rare classes keep; left out where the suite does not vary it. */
  readonly fractions?: readonly number[];
  /** Shares of wrong training labels; left out where the suite does not vary them. */
  readonly noise?: readonly number[];
  /** How many times as many images the most frequent class has as the rarest; left out where the suite has no long tails. */
  readonly ratios?: readonly number[];
  /** Images of the most frequent class of a long tail. */
  readonly largest?: number;
  /** Folds of a cross-validation; left out where training and test set are given. */
  readonly folds?: number;
  /** As `--samplers` takes them; none where left out. */
  readonly samplers?: string;
  /** As `--backbone` takes it, in place of the suite's own. */
  readonly backbone?: string;
}

/** How much work a comparison is meant to be. */
export type PresetName = 'quick' | 'standard' | 'paper';

/** Options of `run` that are set together; what is typed beside a preset takes precedence. */
export interface Preset
  extends Pick<SuiteDefaults, 'epochs' | 'folds' | 'fractions' | 'noise' | 'ratios' | 'largest'> {
  readonly seeds?: number;
  /** Some of the suite's data sets, by name. */
  readonly datasets?: readonly string[];
}

export interface DefaultLoss {
  /** As it is typed. */
  readonly spec: string;
  /** That of its name and options where undefined. */
  readonly title: string | undefined;
}

export interface SuiteOptions {
  /** What the rare classes keep, each in (0, 1]; only for suites that have default fractions. */
  readonly fractions: readonly number[];
  /** Shares of wrong labels, each in [0, 1); only for suites that have a default. */
  readonly noise: readonly number[];
  /** Imbalance ratios of long tails, each at least 1; only for suites that have a default. */
  readonly ratios: readonly number[];
  /** Images of the most frequent class of a long tail; 0 for suites without a default. */
  readonly largest: number;
  /** Only for suites that have a default. */
  readonly folds: number | undefined;
  /** Folder or file with the data. */
  readonly data: string | undefined;
  /** The column with the classes, for tables. */
  readonly label: string | undefined;
  /** Whether tables begin with the names of their columns; found out where left out. */
  readonly header: boolean | undefined;
}

/** Which fold is the test set, from 1, of how many. */
export interface Fold {
  readonly number: number;
  readonly of: number;
}

export interface LoadRequest {
  readonly dataset: DatasetSettings;
  readonly seed: number;
  /** Null for suites without folds. */
  readonly fold: Fold | null;
  /** Folder or file with the data. */
  readonly data: string | undefined;
}

export interface TrainTestExamples {
  readonly train: Examples;
  readonly test: Examples;
  /** Training labels that noise changed, where the suite adds some. */
  readonly flippedLabels?: number;
}
