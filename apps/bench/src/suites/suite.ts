import type {TrainTest} from '@isomargin/datasets/node';
import type {Backbone} from '../backbones/backbone.js';
import type {DatasetSettings} from '../results/types.js';

/** A comparison that can be started by its name. */
export interface Suite {
  readonly name: string;
  /** For people: a sentence or two. */
  readonly description: string;
  readonly backbone: Backbone;
  readonly defaults: SuiteDefaults;
  /** The data set that the suite reads from `--data` or downloads; none for embedded data. */
  readonly needsData?: 'MNIST';

  /**
   * The data sets of the suite with their counts, which are the same for every seed.
   *
   * @throws Error where the data is missing or a fraction leaves a class without an image
   */
  datasets(options: SuiteOptions): Promise<DatasetSettings[]>;

  /** The images of one data set under a seed. */
  load(dataset: DatasetSettings, seed: number, data: string | undefined): Promise<TrainTest>;
}

interface SuiteDefaults {
  readonly losses: readonly DefaultLoss[];
  readonly seeds: number;
  readonly epochs: number;
  /** What the rare classes keep; left out where the suite does not vary it. */
  readonly fractions?: readonly number[];
}

export interface DefaultLoss {
  /** As it is typed. */
  readonly spec: string;
  readonly title: string;
}

interface SuiteOptions {
  /** What the rare classes keep, each in (0, 1]; only for suites that have default fractions. */
  readonly fractions: readonly number[];
  /** Folder with the data. */
  readonly data: string | undefined;
}
