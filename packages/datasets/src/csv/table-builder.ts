import {listed, nearestName} from '../nearest-name.js';
import {type TableDataset, tableDataset} from '../table/table-dataset.js';
import {Categories, ColumnStore, sortedCategories, ValueFault} from './column-store.js';
import type {ResolvedCsvOptions} from './csv-options.js';
import {columnNames, hasHeader, type PlacedRow, placeOf} from './header.js';

/** Rows that are looked at before it is decided whether the first has the names. */
const SAMPLE = 50;

/** A table that was read. */
export interface CsvTable {
  readonly table: TableDataset;
  /** Whether the first row had the names of the columns. */
  readonly header: boolean;
  /** Rows that were left out because a value was missing; 0 unless `missing` is `'drop'`. */
  readonly droppedRows: number;
}

interface Feature {
  readonly place: number;
  readonly name: string;
  readonly missingMarks: ReadonlySet<string>;
  readonly store: ColumnStore;
}

interface Layout {
  readonly header: boolean;
  /** The line that says how many fields a row has. */
  readonly firstLine: number;
  readonly width: number;
  readonly label: number;
  readonly labelName: string;
  readonly features: readonly Feature[];
  readonly labelMarks: ReadonlySet<string>;
}

/** Makes a table of rows, keeping typed columns alone. */
export class TableBuilder {
  readonly #options: ResolvedCsvOptions;
  readonly #labels: Categories;
  #sample: PlacedRow[] = [];
  #layout: Layout | undefined;
  #dropped = 0;
  #kept = 0;

  constructor(options: ResolvedCsvOptions) {
    this.#options = options;
    this.#labels = new Categories(options.classNames);
  }

  /** @throws RangeError where the row does not suit; the message has its line */
  add(fields: readonly string[], line: number): void {
    if (this.#layout) {
      this.#addRow(this.#layout, fields, line);
      return;
    }
    this.#sample.push({fields, line});
    if (this.#sample.length === SAMPLE) this.#begin();
  }

  /** @throws RangeError where the rows make no table */
  done(): CsvTable {
    const {name, classNames: given} = this.#options;
    const layout = this.#layout ?? this.#begin();
    if (this.#kept === 0) {
      throw new RangeError(
        this.#dropped > 0
          ? `${name}: all ${this.#dropped} rows have a missing value, and missing is 'drop'; none is left`
          : `${name}: there is a line with names and no row`,
      );
    }
    const {codes, categories} = this.#labels.done();
    const {labels, classNames} = given
      ? {labels: codes, classNames: [...given]}
      : classesOf(codes, categories);
    if (classNames.length < 2 && !given) {
      throw new RangeError(
        `${name}: all ${this.#kept} rows have the label '${classNames[0]}' (${layout.labelName}); at least two ` +
          'classes are expected, or classNames with all that there are',
      );
    }
    const columns = layout.features.map(({store, name: column}) => {
      try {
        return store.done();
      } catch (fault) {
        throw fault instanceof ValueFault
          ? new RangeError(`${name}: column '${column}' ${fault.message}`)
          : fault;
      }
    });
    const table = tableDataset({name, columns, labelName: layout.labelName, labels, classes: classNames});
    return {table, header: layout.header, droppedRows: this.#dropped};
  }

  #begin(): Layout {
    const {name} = this.#options;
    const rows = this.#sample;
    if (rows.length === 0) throw new RangeError(`${name}: is empty; rows of a table are expected`);
    const [first] = rows as [PlacedRow];
    const width = first.fields.length;
    if (width < 2) this.#refuseOneColumn(first);
    for (const row of rows) checkWidth(name, row, width, first.line);
    const header = hasHeader(rows, this.#options);
    const names = columnNames(header ? first : undefined, width, name);
    this.#layout = {...this.#layoutOf(names), header, firstLine: first.line, width};
    this.#sample = [];
    for (const {fields, line} of header ? rows.slice(1) : rows) this.#addRow(this.#layout, fields, line);
    return this.#layout;
  }

  #refuseOneColumn({fields, line}: PlacedRow): never {
    const {name, separator} = this.#options;
    const other = [';', '\t', '|', ','].find((one) => one !== separator && fields[0]!.includes(one));
    throw new RangeError(
      `${name}, line ${line}: 1 field, with the separator ${JSON.stringify(separator)}; a label and at least one ` +
        `more are expected${other ? `. Is the separator ${JSON.stringify(other)}?` : ''}`,
    );
  }

  #layoutOf(names: readonly string[]): Pick<Layout, 'label' | 'labelName' | 'labelMarks' | 'features'> {
    const {name, missingMarks, decimal} = this.#options;
    const label = placeOf(this.#options.label, names, 'label', name);
    const byPlace = new Map(
      this.#options.columns.map((options) => [placeOf(options.column, names, 'columns', name), options]),
    );
    const features = names.flatMap((column, place): Feature[] => {
      const options = byPlace.get(place);
      if (place === label || options?.type === 'skip') return [];
      return [
        {
          place,
          name: column,
          missingMarks: new Set((options?.missingMarks ?? missingMarks).map((mark) => mark.trim())),
          store: new ColumnStore(column, options?.type, decimal),
        },
      ];
    });
    if (features.length === 0) throw new RangeError(`${name}: all columns but the label are skipped`);
    const labelMarks = byPlace.get(label)?.missingMarks ?? missingMarks;
    return {label, labelName: names[label]!, labelMarks: new Set(labelMarks), features};
  }

  #addRow(layout: Layout, fields: readonly string[], line: number): void {
    const {name, missing, classNames} = this.#options;
    checkWidth(name, {fields, line}, layout.width, layout.firstLine);
    const label = fields[layout.label]!.trim();
    const where = (column: string): string => `${name}, line ${line}, column '${column}'`;
    const lacking = layout.labelMarks.has(label)
      ? {name: layout.labelName, text: label}
      : missing === 'keep'
        ? undefined
        : firstMissing(layout.features, fields);
    if (lacking && missing === 'drop') {
      ++this.#dropped;
      return;
    }
    if (lacking) {
      throw new RangeError(
        lacking.name === layout.labelName
          ? `${where(lacking.name)}: the label is missing ('${lacking.text}'); missing: 'drop' leaves such rows out`
          : `${where(lacking.name)}: the value is missing ('${lacking.text}'); missing: 'drop' leaves such rows ` +
              "out, 'keep' keeps them to be filled",
      );
    }
    if (classNames && !this.#labels.has(label)) {
      const near = nearestName(label, classNames);
      throw new RangeError(
        `${where(layout.labelName)}: the label is '${label}'; one of ${listed(classNames)} is expected` +
          (near === undefined ? '' : `; did you mean '${near}'?`),
      );
    }
    for (const {place, name: column, missingMarks, store} of layout.features) {
      const text = fields[place]!.trim();
      try {
        store.add(missingMarks.has(text) ? undefined : text, line);
      } catch (fault) {
        throw fault instanceof ValueFault ? new RangeError(`${where(column)}: ${fault.message}`) : fault;
      }
    }
    this.#labels.add(label);
    ++this.#kept;
  }
}

function firstMissing(
  features: readonly Feature[],
  fields: readonly string[],
): {name: string; text: string} | undefined {
  for (const {place, name, missingMarks} of features) {
    const text = fields[place]!.trim();
    if (missingMarks.has(text)) return {name, text};
  }
  return undefined;
}

function checkWidth(name: string, {fields, line}: PlacedRow, width: number, firstLine: number): void {
  if (fields.length === width) return;
  throw new RangeError(
    `${name}, line ${line}: ${fields.length} field${fields.length === 1 ? '' : 's'}; ${width} are expected, as on ` +
      `line ${firstLine}`,
  );
}

/** Classes in order. Where all labels stand in single quotes, which are no quotes to CSV, they lose them. */
function classesOf(codes: Int32Array, names: readonly string[]): {labels: Int32Array; classNames: string[]} {
  const quoted = names.every((name) => /^'.+'$/.test(name));
  const sorted = sortedCategories(codes, quoted ? names.map((name) => name.slice(1, -1)) : names);
  return {labels: sorted.codes, classNames: sorted.categories};
}
