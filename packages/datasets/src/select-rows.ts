import {checkRows} from './check-rows.js';
import {type ImageDataset, selectImages} from './image-dataset.js';
import {selectOfColumn, type TableDataset} from './table/table-dataset.js';

/** A data set of either kind. */
export type Dataset = ImageDataset | TableDataset;

/**
 * The data set of the given rows, in the given order; a row may occur more than once. Values are copied.
 *
 * @throws RangeError where a row is not an integer in [0, count)
 */
export function selectRows<D extends Dataset>(dataset: D, rows: ArrayLike<number>): D {
  checkRows(dataset, rows);
  const labels = Int32Array.from(rows, (row) => dataset.labels[row]!);
  const values =
    'images' in dataset
      ? {images: selectImages(dataset, rows)}
      : {columns: dataset.columns.map((column) => selectOfColumn(column, rows))};
  return {...dataset, ...values, labels, count: rows.length};
}
