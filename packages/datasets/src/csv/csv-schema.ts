import type {CsvOptions} from './csv-options.js';

/** A column as a look at all rows found it. */
export interface CsvColumnSchema {
  readonly name: string;
  readonly type: 'number' | 'category';
  /** All categories, sorted; nothing for a column of numbers. */
  readonly categories?: readonly string[];
}

/** What a look at all rows of a table found, as plain data: enough to read it again in parts. */
export interface CsvSchema {
  /** How the table is read. */
  readonly options: CsvOptions;
  readonly header: boolean;
  /** The features, without the label. */
  readonly columns: readonly CsvColumnSchema[];
  readonly labelName: string;
  readonly classNames: readonly string[];
  /** How each class is written in the table, in the order of `classNames`. */
  readonly labelTexts: readonly string[];
  /** Rows of each class. */
  readonly classCounts: readonly number[];
  /** Number of rows, without those that are dropped. */
  readonly count: number;
  /** Rows that are left out because a value is missing; 0 unless `missing` is `'drop'`. */
  readonly droppedRows: number;
}
