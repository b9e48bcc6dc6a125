import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';

/** Columns of a Markdown table that are aligned differently are the same table. */
const plainRows = (table: string): string[] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.replaceAll(/\s*(?<!\\)\|\s*/g, '|').replaceAll(/-+/g, '-'));

/**
 * One test: what stands between `<!-- options -->` and `<!-- /options -->` in a README is the options table, up to
 * spaces around its columns. A README with several tables names them: `<!-- options affinity -->`.
 *
 * @param table from `optionsTable` of @isomargin/core; the failure shows it, for copying into the README
 */
export function testOptionsTable(readme: URL, table: string, name = ''): void {
  test(`README: the table of options ${name}`.trim(), () => {
    const label = name === '' ? 'options' : `options ${name}`;
    const [, after] = readFileSync(readme, 'utf8').split(`<!-- ${label} -->`);
    const [shown] = after?.split(`<!-- /${label} -->`) ?? [];
    const help = `Between <!-- ${label} --> and <!-- /${label} --> the README must have:\n\n${table}\n`;
    expect(plainRows(shown ?? ''), help).toEqual(plainRows(table));
  });
}
