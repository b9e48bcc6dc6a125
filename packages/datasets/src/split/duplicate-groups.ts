import type {ImageDataset} from '../image-dataset.js';
import type {Dataset} from '../select-rows.js';
import type {TableDataset} from '../table/table-dataset.js';

/**
 * The groups of rows that have the same features, for splits that must not divide them: a number for each row, from
 * 0 in the order of first rows. Labels do not count, as copies may have several; a missing value is like another.
 */
export function duplicateGroups(dataset: Dataset): Int32Array {
  const compared = 'images' in dataset ? comparedImages(dataset) : comparedTable(dataset);
  const groups = new Int32Array(dataset.count);
  const firstRows = new Map<number, number[]>();
  let count = 0;
  for (let row = 0; row < dataset.count; ++row) {
    const hash = compared.hash(row);
    const candidates = firstRows.get(hash);
    const first = candidates?.find((other) => compared.equal(other, row));
    if (first !== undefined) {
      groups[row] = groups[first]!;
      continue;
    }
    groups[row] = count++;
    if (candidates) candidates.push(row);
    else firstRows.set(hash, [row]);
  }
  return groups;
}

interface ComparedRows {
  hash(row: number): number;
  equal(a: number, b: number): boolean;
}

function comparedImages({images, shape}: ImageDataset): ComparedRows {
  const perImage = shape[0] * shape[1] * shape[2];
  return {
    hash: (row) => {
      let hash = 0;
      for (let at = row * perImage; at < (row + 1) * perImage; ++at) hash = mixed(hash, images[at]!);
      return hash;
    },
    equal: (a, b) => {
      for (let at = 0; at < perImage; ++at) {
        if (images[a * perImage + at] !== images[b * perImage + at]) return false;
      }
      return true;
    },
  };
}

function comparedTable({columns}: TableDataset): ComparedRows {
  const values = columns.map((column) => (column.type === 'number' ? column.values : column.codes));
  const bits = new DataView(new ArrayBuffer(8));
  return {
    hash: (row) => {
      let hash = 0;
      for (const column of values) {
        // 0 and -0 are equal, and any NaN is a missing value.
        bits.setFloat64(0, Number.isNaN(column[row]!) ? Number.NaN : column[row]! + 0);
        hash = mixed(mixed(hash, bits.getInt32(0)), bits.getInt32(4));
      }
      return hash;
    },
    equal: (a, b) =>
      values.every(
        (column) => column[a] === column[b] || (Number.isNaN(column[a]!) && Number.isNaN(column[b]!)),
      ),
  };
}

function mixed(hash: number, bits: number): number {
  const next = Math.imul(hash ^ bits, 0x9e3779b1);
  return next ^ (next >>> 15);
}
