import type {NumberMatrix} from './number-matrix.js';
import {checkSameColumns, type TableColumn, type TableDataset} from './table-dataset.js';

/** Scales columns by the means and standard deviations of the data that it was fitted on. */
export interface Standardizer<T extends TableDataset | NumberMatrix> {
  /** The columns that are scaled. */
  readonly columnNames: readonly string[];
  readonly means: Float64Array;
  /** Standard deviations of all rows (divided by n); 0 of a column that is constant. */
  readonly deviations: Float64Array;
  /** Names of the columns that are constant in the data fitted on: their mean is subtracted, nothing else. */
  readonly constant: readonly string[];
  /**
   * (x − mean) / deviation, as new data of the kind that was given; categories stay as they are.
   *
   * @throws RangeError where a value is missing, or not finite once it is scaled, or where the columns are others
   *   than those that this was fitted on
   */
  transform(data: T): T;
}

/**
 * Finds the mean and the deviation of each column of numbers in the training part: of a table, or of a matrix such as
 * an encoder gives, where columns of zeros and ones are scaled like any other.
 *
 * @throws RangeError where there is no row, a value is missing or infinite, or a mean or deviation is beyond float64
 */
export function fitStandardizer(train: TableDataset): Standardizer<TableDataset>;
export function fitStandardizer(train: NumberMatrix): Standardizer<NumberMatrix>;
export function fitStandardizer(
  train: TableDataset | NumberMatrix,
): Standardizer<TableDataset> | Standardizer<NumberMatrix> {
  return 'data' in train ? fitMatrix(train) : fitTable(train);
}

/** What is known of one column. */
interface Moments {
  readonly name: string;
  readonly mean: number;
  readonly deviation: number;
}

function fitTable(train: TableDataset): Standardizer<TableDataset> {
  const fitted = train.columns.map(({name, type}) => ({name, type}));
  const moments = train.columns.map((column) =>
    column.type === 'number' ? momentsOf(column.values, 0, 1, column.name, train.name) : undefined,
  );
  return {
    ...described(moments.filter((one) => one !== undefined)),
    transform: (table) => {
      checkSameColumns('the standardizer', fitted, table);
      const columns = table.columns.map((column, place): TableColumn => {
        if (column.type === 'category') return column;
        const values = new Float64Array(column.values.length);
        scale(column.values, values, 0, 1, moments[place]!, table.name);
        return {...column, values};
      });
      return {...table, columns};
    },
  };
}

function fitMatrix(train: NumberMatrix): Standardizer<NumberMatrix> {
  const {columns, columnNames} = train;
  const moments = columnNames.map((name, place) => momentsOf(train.data, place, columns, name, 'matrix'));
  return {
    ...described(moments),
    transform: (matrix) => {
      if (
        matrix.columns !== columns ||
        matrix.columnNames.some((name, place) => name !== columnNames[place])
      ) {
        throw new RangeError(
          `matrix: the columns are ${matrix.columnNames.join(', ')}; the standardizer was fitted on ` +
            columnNames.join(', '),
        );
      }
      const data = matrix.data.slice();
      for (let place = 0; place < columns; ++place) {
        scale(matrix.data, data, place, columns, moments[place]!, 'matrix');
      }
      return {...matrix, data};
    },
  };
}

function described(moments: readonly Moments[]): Omit<Standardizer<TableDataset>, 'transform'> {
  return {
    columnNames: moments.map(({name}) => name),
    means: Float64Array.from(moments, ({mean}) => mean),
    deviations: Float64Array.from(moments, ({deviation}) => deviation),
    constant: moments.filter(({deviation}) => deviation === 0).map(({name}) => name),
  };
}

function momentsOf(
  values: Float32Array | Float64Array,
  start: number,
  stride: number,
  column: string,
  name: string,
): Moments {
  const count = Math.ceil((values.length - start) / stride);
  if (values.length === 0) throw new RangeError(`${name}: there is no row to fit on`);
  const first = values[start]!;
  let constant = true;
  // Differences from the first value, so that a large offset costs no digits.
  let sum = 0;
  for (let row = 0, at = start; row < count; ++row, at += stride) {
    const value = values[at]!;
    if (!Number.isFinite(value)) throw new RangeError(badValue(name, column, row, value));
    if (value !== first) constant = false;
    sum += value - first;
  }
  if (constant) return {name: column, mean: first, deviation: 0};
  const mean = first + sum / count;
  let squares = 0;
  let rest = 0;
  for (let at = start; at < values.length; at += stride) {
    squares += (values[at]! - mean) ** 2;
    rest += values[at]! - mean;
  }
  const deviation = Math.sqrt((squares - rest ** 2 / count) / count);
  if (!(deviation > 0 && Number.isFinite(deviation))) {
    throw new RangeError(
      `${name}: column '${column}' has the mean ${mean} and the deviation ${deviation}; its values are beyond what ` +
        'float64 can scale',
    );
  }
  return {name: column, mean, deviation};
}

function scale(
  from: Float32Array | Float64Array,
  to: Float32Array | Float64Array,
  start: number,
  stride: number,
  {name: column, mean, deviation}: Moments,
  name: string,
): void {
  const divisor = deviation === 0 ? 1 : deviation;
  for (let at = start; at < from.length; at += stride) {
    if (!Number.isFinite(from[at]))
      throw new RangeError(badValue(name, column, (at - start) / stride, from[at]!));
    to[at] = (from[at]! - mean) / divisor;
    if (!Number.isFinite(to[at])) {
      throw new RangeError(
        `${name}: column '${column}' has ${from[at]} in row ${(at - start) / stride}, which is ${to[at]} once it is ` +
          `scaled (mean ${mean}, deviation ${deviation})`,
      );
    }
  }
}

function badValue(name: string, column: string, row: number, value: number): string {
  return Number.isNaN(value)
    ? `${name}: column '${column}' has no value in row ${row}; fitFill fills such places`
    : `${name}: column '${column}' has ${value} in row ${row}; a finite number is expected`;
}
