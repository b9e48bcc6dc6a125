import type {Preset} from '../suite.js';

/**
 * A comparison as a file says it; `suite.schema.json` says the same for editors and for the check of a file: change
 * both together.
 */
export interface SuiteDefinition {
  readonly $schema?: string;
  readonly name: string;
  readonly description?: string;
  readonly data: DataDefinition;
  /** The share of each class that becomes the test set, drawn by the seed, where the data has no test part. */
  readonly test?: number;
  /** Folds of a cross-validation in place of one test part. */
  readonly folds?: number;
  /** Training examples that a class has at most. */
  readonly perClass?: number;
  readonly imbalance?: Imbalance;
  /** Shares of training labels that are changed to any other class: a data set each. */
  readonly noise?: readonly number[];
  /** `mlp`, `cnn`, or the path of a module. */
  readonly backbone?: string;
  /** Passes over the training examples. */
  readonly epochs?: number;
  /** In place of `epochs`: as many whole epochs as come nearest to so many steps. */
  readonly steps?: number;
  readonly losses?: readonly (string | {readonly loss: string; readonly title: string})[];
  readonly samplers?: readonly string[];
  /** How many. */
  readonly seeds?: number;
  /** The metrics that tables show, the most telling first. */
  readonly metrics?: readonly string[];
  readonly presets?: {readonly quick?: Preset; readonly paper?: Preset};
}

/** One of `builtIn`, `csv`, `images` and `idx`; the others say more about it. */
export interface DataDefinition {
  readonly builtIn?: 'digits' | 'mnist' | 'image-set';
  /** A file. */
  readonly csv?: string;
  /** Of `csv`: the column with the classes, by its name or its place; the last one where left out. */
  readonly label?: string | number;
  /** Of `csv`: whether the first row has names; found out where left out. */
  readonly header?: boolean;
  /** A folder with a folder of images for each class. */
  readonly images?: string;
  /** Of `images`: what they are resized to; that of the first image, 48 pixels at most, where left out. */
  readonly size?: readonly [height: number, width: number];
  /** Of `images`. */
  readonly channels?: 'grey' | 'rgb';
  /** A folder with the four files as MNIST has them, or an IDX file of images. */
  readonly idx?: string;
  /** Of an `idx` that is a file: its labels. */
  readonly labels?: string;
  /** The test part, of the same kind: a CSV file, a folder of images, an IDX file of images. */
  readonly testPart?: string;
  /** The labels of a test part that is an IDX file. */
  readonly testLabels?: string;
  /** What reports call the data; the name of the file or folder where left out. */
  readonly title?: string;
}

/** Of three kinds: `rare` with `fractions`, `rare` with `train` or `test` or both, or `ratios`. */
export interface Imbalance {
  /** The classes that become rare, by name. */
  readonly rare?: readonly (string | number)[];
  /** What they keep of their training examples: a data set each. */
  readonly fractions?: readonly number[];
  /** Training examples that each of them keeps: a data set each. */
  readonly train?: readonly number[];
  /** Test examples that each of them keeps, beside `train`. */
  readonly test?: readonly number[];
  /** Exponential tails: how many times as many training examples the first class has as the last: a data set each. */
  readonly ratios?: readonly number[];
  /** Of tails: training examples of the first class. */
  readonly largest?: number;
}
