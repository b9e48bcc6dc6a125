import {nearestName} from '@isomargin/core/options';
import {listed} from '../listed.js';
import {Categories, type ColumnStore, ValueFault} from './column-store.js';
import type {ResolvedCsvOptions} from './csv-options.js';
import type {CsvSchema} from './csv-schema.js';
import type {PlacedRow} from './header.js';
import {checkWidth, type Layout, layoutOf} from './layout.js';

/** Rows that are looked at before it is decided whether the first has the names. */
const SAMPLE = 50;

/** What rows were read into. */
export interface ReadRows {
  readonly layout: Layout;
  readonly stores: readonly ColumnStore[];
  readonly labels: Categories;
  /** Rows that are in the stores. */
  readonly kept: number;
  /** Rows that were left out since reading began. */
  readonly dropped: number;
}

/** What becomes of rows. */
export interface RowReaderOptions {
  /** Whether values are kept, or only what is known of them. */
  readonly keep: boolean;
  /** What an earlier look at the table found; other categories and classes are refused. */
  readonly known?: CsvSchema;
  /** Takes rows whenever there are so many. */
  readonly batches?: {readonly rows: number; take(batch: ReadRows): void};
}

/** Takes rows, checks them and keeps typed columns alone. */
export class RowReader {
  readonly #options: ResolvedCsvOptions;
  readonly #keep: boolean;
  readonly #known: CsvSchema | undefined;
  readonly #batches: RowReaderOptions['batches'];
  #labels: Categories;
  #sample: PlacedRow[] = [];
  #layout: Layout | undefined;
  #stores: ColumnStore[] = [];
  /** The values of the row at hand. */
  readonly #texts: (string | undefined)[] = [];
  #dropped = 0;
  #kept = 0;

  constructor(options: ResolvedCsvOptions, {keep, known, batches}: RowReaderOptions) {
    this.#options = options;
    this.#keep = keep;
    this.#known = known;
    this.#batches = batches;
    this.#labels = this.#openLabels();
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

  /**
   * The rows that are there when the last one was added.
   *
   * @throws RangeError where the first rows make no table
   */
  end(): ReadRows {
    return this.#take(this.#layout ?? this.#begin());
  }

  /** The rows that are there; reading goes on with none. */
  #take(layout: Layout): ReadRows {
    const taken = {
      layout,
      stores: this.#stores,
      labels: this.#labels,
      kept: this.#kept,
      dropped: this.#dropped,
    };
    this.#stores = layout.features.map((feature) => feature.open());
    this.#labels = this.#openLabels();
    this.#kept = 0;
    return taken;
  }

  #openLabels(): Categories {
    return new Categories(this.#keep, this.#known?.labelTexts ?? this.#options.classNames);
  }

  #begin(): Layout {
    const rows = this.#sample;
    const layout = layoutOf(rows, this.#options, this.#keep, this.#known);
    this.#layout = layout;
    this.#stores = layout.features.map((feature) => feature.open());
    this.#sample = [];
    for (const {fields, line} of layout.header ? rows.slice(1) : rows) this.#addRow(layout, fields, line);
    return layout;
  }

  #addRow(layout: Layout, fields: readonly string[], line: number): void {
    checkWidth(this.#options.name, {fields, line}, layout.width, layout.firstLine);
    const label = fields[layout.label]!.trim();
    if (layout.labelMarks.has(label)) {
      if (this.#drops()) return;
      throw this.#refusal(
        layout.labelName,
        line,
        `the label is missing ('${label}'); missing: 'drop' leaves such rows out`,
      );
    }
    const texts = this.#texts;
    for (let i = 0; i < layout.features.length; ++i) {
      const {place, missingMarks, name} = layout.features[i]!;
      const text = fields[place]!.trim();
      const lacks = missingMarks.has(text);
      texts[i] = lacks ? undefined : text;
      if (!lacks || this.#options.missing === 'keep') continue;
      if (this.#drops()) return;
      throw this.#refusal(
        name,
        line,
        `the value is missing ('${text}'); missing: 'drop' leaves such rows out, 'keep' keeps them to be filled`,
      );
    }
    this.#checkLabel(layout, label, line);
    for (let i = 0; i < layout.features.length; ++i) {
      try {
        this.#stores[i]!.add(texts[i], line);
      } catch (fault) {
        throw fault instanceof ValueFault
          ? this.#refusal(layout.features[i]!.name, line, fault.message)
          : fault;
      }
    }
    this.#labels.add(label);
    ++this.#kept;
    if (this.#kept === this.#batches?.rows) this.#batches.take(this.#take(layout));
  }

  /** Counts a row that lacks a value, if such rows are dropped. */
  #drops(): boolean {
    if (this.#options.missing !== 'drop') return false;
    ++this.#dropped;
    return true;
  }

  #checkLabel(layout: Layout, label: string, line: number): void {
    const allowed = this.#known?.labelTexts ?? this.#options.classNames;
    if (allowed === undefined || this.#labels.has(label)) return;
    const near = nearestName(label, allowed);
    throw this.#refusal(
      layout.labelName,
      line,
      `the label is '${label}'; one of ${listed(allowed)} is expected` +
        (near === undefined ? '' : `; did you mean '${near}'?`),
    );
  }

  #refusal(column: string, line: number, what: string): RangeError {
    return new RangeError(`${this.#options.name}, line ${line}, column '${column}': ${what}`);
  }
}
