import {checkOptionNames} from '../check-options.js';
/** A column by its name, or by its place: from 0, or from the end by -1, -2, … */
export type ColumnRef = string | number;

/** What a column is read as. */
export type ColumnType = 'number' | 'category' | 'skip';

/** What is to be known about one column. */
export interface CsvColumnOptions {
  readonly column: ColumnRef;
  /** Inferred where left out: numbers where all values are, else categories. `'skip'` leaves the column out. */
  readonly type?: ColumnType;
  /** The marks of a missing value in this column, instead of those of the table: `['0']`, say. */
  readonly missingMarks?: readonly string[];
}

/** How a CSV table is read. */
export interface CsvOptions {
  /** The column with the classes. */
  readonly label: ColumnRef;
  /** What errors and reports call the table, such as the file's name; 'table' where left out. */
  readonly name?: string;
  /**
   * Whether the first row has the names of the columns. `'auto'`, where left out: it has where it has a text above
   * numbers, and has not where it has a number; where neither or both is so, an error asks.
   * Without names, columns are called `column 0`, `column 1`, …
   */
  readonly header?: boolean | 'auto';
  /** One character between fields; `','` where left out. */
  readonly separator?: string;
  /** One character around fields that have separators, line ends or quotes in them; `'"'` where left out. */
  readonly quote?: '"' | "'" | 'none';
  /** The decimal point; `'.'` where left out. */
  readonly decimal?: '.' | ',';
  /** What stands for a missing value; {@link defaultMissingMarks} where left out. Spaces around it do not count. */
  readonly missingMarks?: readonly string[];
  /**
   * What a missing value does. `'error'`, where left out, stops with its line; `'drop'` leaves its row out;
   * `'keep'` keeps it, to be filled by `fitFill` from the training part. A missing label is kept by none.
   */
  readonly missing?: 'error' | 'drop' | 'keep';
  /** Columns of which more is to be said than what is inferred. */
  readonly columns?: readonly CsvColumnOptions[];
  /**
   * The classes, in the order of their labels; others are refused. Where left out: those that occur, sorted by
   * value where all are numbers, else by their UTF-16 code units.
   */
  readonly classNames?: readonly string[];
}

/** What stands for a missing value where nothing else is said: nothing, `?`, `NA` and their kin. */
export const defaultMissingMarks: readonly string[] = [
  '',
  '?',
  'NA',
  'N/A',
  'n/a',
  'NaN',
  'nan',
  'NULL',
  'null',
];

const OPTIONS = [
  'label',
  'name',
  'header',
  'separator',
  'quote',
  'decimal',
  'missingMarks',
  'missing',
  'columns',
  'classNames',
];

/** The options with their defaults, checked. */
export type ResolvedCsvOptions = Required<Omit<CsvOptions, 'classNames'>> & Pick<CsvOptions, 'classNames'>;

/** @throws RangeError where an option is not one of those that are allowed */
export function resolveCsvOptions(options: CsvOptions): ResolvedCsvOptions {
  checkOptionNames('CSV', options, OPTIONS);
  const resolved: ResolvedCsvOptions = {
    label: options.label,
    name: options.name ?? 'table',
    header: options.header ?? 'auto',
    separator: options.separator ?? ',',
    quote: options.quote ?? '"',
    decimal: options.decimal ?? '.',
    missingMarks: options.missingMarks ?? defaultMissingMarks,
    missing: options.missing ?? 'error',
    columns: options.columns ?? [],
    classNames: options.classNames,
  };
  const {label, separator, quote, decimal} = resolved;
  if (typeof label !== 'string' && !Number.isInteger(label)) {
    throw new RangeError(`label is ${label}; a column's name or place is expected, -1 for the last`);
  }
  oneOf('header', resolved.header, [true, false, 'auto']);
  oneOf('quote', quote, ['"', "'", 'none']);
  oneOf('decimal', decimal, ['.', ',']);
  oneOf('missing', resolved.missing, ['error', 'drop', 'keep']);
  for (const column of resolved.columns) {
    checkOptionNames('CSV, columns', column, ['column', 'type', 'missingMarks']);
    oneOf('columns: type', column.type ?? 'number', ['number', 'category', 'skip']);
  }
  if (separator.length !== 1 || /["'\r\n]/.test(separator)) {
    throw new RangeError(
      `separator is ${JSON.stringify(separator)}; one character is expected, but no quote or line end`,
    );
  }
  if (separator === decimal) throw new RangeError(`separator and decimal are both '${decimal}'`);
  const {classNames} = resolved;
  if (classNames && new Set(classNames).size !== classNames.length) {
    throw new RangeError(`classNames has a name twice: ${classNames.join(', ')}`);
  }
  if (classNames?.length === 0)
    throw new RangeError('classNames is empty; a name for each class is expected');
  return resolved;
}

function oneOf<T>(option: string, value: T, allowed: readonly T[]): void {
  if (allowed.includes(value)) return;
  const shown = allowed.map((one) => (typeof one === 'string' ? `'${one}'` : String(one)));
  throw new RangeError(`${option} is ${JSON.stringify(value)}; ${shown.join(' or ')} is expected`);
}
