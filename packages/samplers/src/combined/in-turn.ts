import type {Data, MadeRows, Outcome, Table} from '../input/data.js';
import {allCodes} from '../sampler.js';

/** The data set that a method's outcome is, for the method that comes next. */
export function dataAfter({table, classes}: Data, outcome: Outcome): Data {
  const {kept, made} = outcome;
  const {columns} = table;
  const count = kept.length + (made?.origins.length ?? 0);
  const values = new (table.values.constructor as new (length: number) => Table['values'])(count * columns);
  for (let i = 0; i < kept.length; ++i) {
    values.set(table.values.subarray(kept[i]! * columns, (kept[i]! + 1) * columns), i * columns);
  }
  if (made) values.set(made.values, kept.length * columns);
  const codes = allCodes(classes.codes, outcome);
  const counts = classes.names.map(() => 0);
  for (const code of codes) counts[code]!++;
  return {table: {...table, count, values}, classes: {...classes, codes, counts}};
}

/** What is left of an outcome when the rows that are named are kept: places in it, ascending. */
export function keptOf({kept, made}: Outcome, rows: Int32Array, columns: number): Outcome {
  const old = rows.filter((row) => row < kept.length).map((row) => kept[row]!);
  const places = rows.filter((row) => row >= kept.length).map((row) => row - kept.length);
  return {kept: old, ...(made ? {made: someOf(made, places, columns)} : {})};
}

function someOf({values, origins, codes}: MadeRows, places: Int32Array, columns: number): MadeRows {
  const some = new Float64Array(places.length * columns);
  for (const [i, place] of places.entries()) {
    some.set(values.subarray(place * columns, (place + 1) * columns), i * columns);
  }
  return {
    values: some,
    origins: places.map((place) => origins[place]!),
    codes: places.map((place) => codes[place]!),
  };
}
