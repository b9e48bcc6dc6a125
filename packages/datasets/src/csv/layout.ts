import {ColumnStore} from './column-store.js';
import type {CsvColumnOptions, ResolvedCsvOptions} from './csv-options.js';
import type {CsvSchema} from './csv-schema.js';
import {columnNames, hasHeader, type PlacedRow, placeOf} from './header.js';

/** The marks of a missing value. */
class Marks {
  readonly #marks: ReadonlySet<string>;
  readonly #longest: number;

  constructor(marks: readonly string[]) {
    this.#marks = new Set(marks.map((mark) => mark.trim()));
    this.#longest = Math.max(0, ...[...this.#marks].map((mark) => mark.length));
  }

  has(text: string): boolean {
    // Most values are longer than any mark, and a comparison of lengths costs less than a look-up.
    return text.length <= this.#longest && this.#marks.has(text);
  }
}

/** A column that is read. */
interface Feature {
  readonly place: number;
  readonly name: string;
  readonly missingMarks: Marks;
  /** An empty store for its values. */
  open(): ColumnStore;
}

/** What the first rows say of a table. */
export interface Layout {
  readonly header: boolean;
  /** The line that says how many fields a row has. */
  readonly firstLine: number;
  readonly width: number;
  readonly label: number;
  readonly labelName: string;
  readonly labelMarks: Marks;
  readonly features: readonly Feature[];
}

/**
 * Finds the columns of a table.
 *
 * @param rows the first rows
 * @param keep whether values are to be kept
 * @param known what an earlier look at the table found
 * @throws RangeError where there is no row, the rows differ in length, have one field or do not tell whether there is
 *   a header, or where a column that an option names is not there
 */
export function layoutOf(
  rows: readonly PlacedRow[],
  options: ResolvedCsvOptions,
  keep: boolean,
  known?: CsvSchema,
): Layout {
  const {name} = options;
  const [first] = rows;
  if (first === undefined) throw new RangeError(`${name}: is empty; rows of a table are expected`);
  const width = first.fields.length;
  if (width < 2) refuseOneColumn(first, options);
  for (const row of rows) checkWidth(name, row, width, first.line);
  const header = known ? known.header : hasHeader(rows, options);
  const names = columnNames(header ? first : undefined, width, name);
  const label = placeOf(options.label, names, 'label', name);
  const byPlace = ownOptions(options, names, label);
  const features = names.flatMap((column, place): Feature[] => {
    const own = byPlace.get(place);
    if (place === label || own?.type === 'skip') return [];
    const found = known?.columns.find((one) => one.name === column);
    if (known && !found) {
      throw new RangeError(`${name}: there is a column '${column}', which was not there when it was scanned`);
    }
    const type = found?.type ?? own?.type;
    const {decimal} = options;
    return [
      {
        place,
        name: column,
        missingMarks: new Marks(own?.missingMarks ?? options.missingMarks),
        open: () => new ColumnStore({name: column, type, decimal, keep, categories: found?.categories}),
      },
    ];
  });
  if (features.length === 0) throw new RangeError(`${name}: all columns but the label are skipped`);
  if (known && known.columns.length !== features.length) {
    throw new RangeError(
      `${name}: there are ${features.length} columns; there were ${known.columns.length} when it was scanned`,
    );
  }
  return {
    header,
    firstLine: first.line,
    width,
    label,
    labelName: names[label]!,
    labelMarks: new Marks(byPlace.get(label)?.missingMarks ?? options.missingMarks),
    features,
  };
}

/** @throws RangeError where a row has not as many fields as the first */
export function checkWidth(name: string, {fields, line}: PlacedRow, width: number, firstLine: number): void {
  if (fields.length === width) return;
  throw new RangeError(
    `${name}, line ${line}: ${fields.length} field${fields.length === 1 ? '' : 's'}; ${width} are expected, as on ` +
      `line ${firstLine}`,
  );
}

/** What is said of single columns, by their places. */
function ownOptions(
  {name, columns}: ResolvedCsvOptions,
  names: readonly string[],
  label: number,
): Map<number, CsvColumnOptions> {
  const byPlace = new Map<number, CsvColumnOptions>();
  for (const own of columns) {
    const place = placeOf(own.column, names, 'columns', name);
    if (byPlace.has(place)) throw new RangeError(`${name}: columns has '${names[place]}' twice`);
    if (place === label && own.type !== undefined) {
      throw new RangeError(
        `${name}: columns has the type '${own.type}' for '${names[place]}', which is the label; labels are classes`,
      );
    }
    byPlace.set(place, own);
  }
  return byPlace;
}

function refuseOneColumn({fields, line}: PlacedRow, {name, separator}: ResolvedCsvOptions): never {
  const other = [';', '\t', '|', ','].find((one) => one !== separator && fields[0]!.includes(one));
  throw new RangeError(
    `${name}, line ${line}: 1 field, with the separator ${JSON.stringify(separator)}; a label and at least one ` +
      `more are expected${other ? `. Is the separator ${JSON.stringify(other)}?` : ''}`,
  );
}
