import {checkWhole} from '../input/options.js';
import type {ClassificationReport} from './report.js';

/** Options of the printed report. */
export interface ReportTextOptions {
  /** Decimal places of the metrics: 0 to 15, default 3. */
  digits?: number;
}

const columns = ['precision', 'recall', 'f1'] as const;

/** The header, one row a class, one an average: all cells as text, the first column names. */
function table(report: ClassificationReport, digits: number): {classes: string[][]; averages: string[][]} {
  checkWhole('digits', digits, 0, 15);
  // Weighted supports are fractions, whose digits after the third nobody reads.
  const count = (support: number): string => String(Number(support.toFixed(3)));
  const row = (name: string, values: Record<(typeof columns)[number], number>, support: number): string[] => [
    name,
    ...columns.map((column) => values[column].toFixed(digits)),
    count(support),
  ];
  return {
    classes: report.perClass.map((entry) => row(entry.name, entry, entry.support)),
    averages: (['macro', 'micro', 'weighted'] as const).map((kind) =>
      row(kind, report[kind], report.support),
    ),
  };
}

function scalars(report: ClassificationReport, digits: number): [string, string][] {
  return [
    ['accuracy', report.accuracy.toFixed(digits)],
    ['balanced accuracy', report.balancedAccuracy.toFixed(digits)],
    ['G-mean', report.gMean.toFixed(digits)],
    ['Matthews correlation', report.matthewsCorrelation.toFixed(digits)],
    ["Cohen's kappa", report.cohenKappa.toFixed(digits)],
  ];
}

/**
 * A report as aligned text for a terminal.
 * @throws RangeError where `digits` is not allowed
 */
export function reportText(report: ClassificationReport, {digits = 3}: ReportTextOptions = {}): string {
  const {classes, averages} = table(report, digits);
  const header = ['class', ...columns, 'support'];
  const rows = [header, ...classes, ...averages];
  const widths = header.map((_, column) =>
    Math.max(...rows.map((row) => [...(row[column] as string)].length)),
  );
  const pad = (cell: string, column: number): string => {
    const space = ' '.repeat((widths[column] as number) - [...cell].length);
    return column === 0 ? cell + space : space + cell;
  };
  const print = (row: readonly string[]): string => row.map(pad).join('  ').trimEnd();
  const values = scalars(report, digits);
  const nameWidth = Math.max(...values.map(([name]) => name.length));
  return [
    print(header),
    ...classes.map(print),
    '',
    ...averages.map(print),
    '',
    ...values.map(([name, value]) => `${name.padEnd(nameWidth)}  ${value}`),
    '',
  ].join('\n');
}

/**
 * A report as Markdown tables.
 * @throws RangeError where `digits` is not allowed
 */
export function reportMarkdown(report: ClassificationReport, {digits = 3}: ReportTextOptions = {}): string {
  const {classes, averages} = table(report, digits);
  const escaped = (cell: string): string => cell.replaceAll(/[\\|]/g, '\\$&').replaceAll(/\s+/g, ' ');
  const print = (row: readonly string[]): string => `| ${row.map(escaped).join(' | ')} |`;
  return [
    print(['class', ...columns, 'support']),
    '| --- | ---: | ---: | ---: | ---: |',
    ...classes.map(print),
    ...averages.map(([name, ...cells]) => print([`**${name}**`, ...cells])),
    '',
    '| metric | value |',
    '| --- | ---: |',
    ...scalars(report, digits).map(print),
    '',
  ].join('\n');
}
