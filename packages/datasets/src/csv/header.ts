import {nearestName} from '@isomargin/core/options';
import {listed} from '../listed.js';
import {parseNumber} from './column-store.js';
import type {ColumnRef, ResolvedCsvOptions} from './csv-options.js';

/** A row with the line on which it begins. */
export interface PlacedRow {
  readonly fields: readonly string[];
  readonly line: number;
}

/**
 * Whether the first of the rows has the columns' names.
 *
 * @throws RangeError where the rows do not tell
 */
export function hasHeader(rows: readonly PlacedRow[], options: ResolvedCsvOptions): boolean {
  const {header, label, name, decimal, missingMarks} = options;
  if (header !== 'auto') return header;
  const first = rows[0]!.fields.map((field) => field.trim());
  const isNumber = (field: string): boolean => parseNumber(field, decimal) !== undefined;
  const named = [label, ...options.columns.map(({column}) => column)].filter(
    (ref) => typeof ref === 'string',
  );
  const hasNumber = first.some(isNumber);
  if (!hasNumber && named.some((ref) => first.includes(ref as string))) return true;
  const textAboveNumbers = first.some((field, place) => {
    if (isNumber(field) || missingMarks.includes(field)) return false;
    const below = rows
      .slice(1)
      .map(({fields}) => fields[place]?.trim() ?? '')
      .filter((value) => !missingMarks.includes(value));
    return below.length > 0 && below.every(isNumber);
  });
  if (hasNumber !== textAboveNumbers) return textAboveNumbers;
  throw new RangeError(
    `${name}: whether line ${rows[0]!.line} has the names of the columns cannot be told (${
      hasNumber ? 'it has numbers, and text above numbers' : 'it has no number, and no text above numbers'
    }); set header to true or false`,
  );
}

/**
 * The names of the columns.
 *
 * @throws RangeError where two columns have one name
 */
export function columnNames(header: PlacedRow | undefined, columns: number, name: string): string[] {
  const names = Array.from(
    {length: columns},
    (_, place) => header?.fields[place]?.trim() || `column ${place}`,
  );
  const twice = names.findIndex((one, place) => names.indexOf(one) !== place);
  if (twice >= 0) {
    throw new RangeError(
      `${name}, line ${header?.line}: columns ${names.indexOf(names[twice]!)} and ${twice} are both called ` +
        `'${names[twice]}'`,
    );
  }
  return names;
}

/**
 * The place of a column.
 *
 * @param option what asks for the column, for the error
 * @throws RangeError where there is no such column; the message has the nearest name
 */
export function placeOf(ref: ColumnRef, names: readonly string[], option: string, name: string): number {
  if (typeof ref === 'number') {
    const place = ref < 0 ? names.length + ref : ref;
    if (Number.isInteger(place) && place >= 0 && place < names.length) return place;
    throw new RangeError(
      `${name}: ${option} is column ${ref}; a place from ${-names.length} to ${names.length - 1} is expected, ` +
        `as there are ${names.length} columns`,
    );
  }
  const place = names.indexOf(ref);
  if (place >= 0) return place;
  const near = nearestName(ref, names);
  throw new RangeError(
    `${name}: ${option} is '${ref}', which no column is called; ` +
      (near === undefined ? `the columns are ${listed(names)}` : `did you mean '${near}'?`),
  );
}
