import type {Page} from 'playwright-core';
import {expect, test} from 'vitest';
import {exampleResults} from '../../test/report-results.js';
import {button, expectNotice, expectStatus, leave, visit} from './browser.js';

const {open} = visit();

/** Two classes that the second column tells apart; the second one is rare. */
function csv(rows: number): string {
  const lines = Array.from({length: rows}, (_, i) => {
    const isRare = i % 10 === 0;
    return `${(i * 37) % 100},${isRare ? 5 + (i % 3) : i % 3},${i % 2 === 0 ? 'red' : 'blue'},${isRare ? 'ill' : 'well'}`;
  });
  return `age,pressure,colour,state\n${lines.join('\n')}\n`;
}

async function choose(page: Page, text: string, name = 'patients.csv'): Promise<void> {
  await page.setInputFiles('input[accept*=csv]', {name, mimeType: 'text/csv', buffer: Buffer.from(text)});
}

async function openTables(): Promise<Page> {
  const page = await open({hash: '#data=table'});
  await expectStatus(page, 'Choose a CSV file, or drop one anywhere on this page.');
  return page;
}

test('a table is learned, with any of its columns as the class', async () => {
  const page = await openTables();
  await choose(page, csv(200));
  await expectStatus(page, 'Ready');
  expect(await page.locator('.legend').textContent()).toContain(
    "patients.csv: 200 rows, 3 columns, classes by 'state'.",
  );
  expect(await page.locator('.recall tbody th').allTextContents()).toEqual(['well', 'illrare']);
  await button(page, 'Start').click();
  await page.waitForFunction(() => Number(document.querySelector('[data-testid=step]')?.textContent) > 3);
  await page.getByLabel('Column with the classes').selectOption('colour');
  await expectStatus(page, 'Ready');
  expect(await page.locator('.recall tbody .class-name').allTextContents()).toEqual(['blue', 'red']);
  await leave(page);
});

test('a table can be dropped', async () => {
  const page = await open({hash: '#data=clusters'});
  await expectStatus(page, 'Ready');
  const transfer = await page.evaluateHandle((text) => {
    const given = new DataTransfer();
    given.items.add(new File([text], 'dropped.csv', {type: 'text/csv'}));
    return given;
  }, csv(100));
  await page.dispatchEvent('body', 'dragover', {dataTransfer: transfer});
  await page.locator('.drop').waitFor();
  await page.dispatchEvent('body', 'drop', {dataTransfer: transfer});
  await expectStatus(page, 'Ready');
  await page.locator('.legend').filter({hasText: 'dropped.csv: 100 rows'}).waitFor();
  await leave(page);
});

test.each([
  ['is empty', '', 'patients.csv is empty.'],
  ['has one class', 'a,b\n1,x\n2,x\n3,x\n4,x\n5,x\n', /class/],
  ['has a class of one row', `${csv(40)}1,1,red,dead\n`, 'class dead has one row'],
  ['has a text among numbers', `${csv(40)}old,1,red,well\n`, /line 42|column 'age'/],
  [
    'has more classes than are shown',
    `x,y\n${Array.from({length: 100}, (_, i) => `${i},c${i % 25}`).join('\n')}\n`,
    "column 'y' has 25 classes",
  ],
  ['is no table', `${csv(10)}1,2\n`, /line 12/],
])('a table that %s is refused by a sentence', async (_, text, message) => {
  const page = await openTables();
  await choose(page, text);
  await expectStatus(page, message);
  expect(await button(page, 'Start').isDisabled()).toBe(true);
  await leave(page);
});

test('a missing value is named by row and column, and can be filled', async () => {
  const page = await openTables();
  await choose(page, csv(60).replace('\n37,1,', '\n37,,'));
  await expectStatus(page, /pressure/);
  expect(await page.locator('.status').textContent()).toMatch(/line \d+/);
  await page.getByLabel('Fill missing values with medians').check();
  await expectStatus(page, 'Ready');
  await leave(page);
});

test('a table that is too large is refused, with the limit', async () => {
  const page = await openTables();
  await choose(page, `a,b\n${'1,x\n'.repeat(2_600_000)}`);
  await expectStatus(page, 'this page takes up to 10 MB');
  await leave(page);
});

const results = (text: string) => ({
  name: 'results.json',
  mimeType: 'application/json',
  buffer: Buffer.from(text),
});

test('results of the benchmark are shown as their report', async () => {
  const page = await open({hash: '#data=clusters'});
  const given = exampleResults();
  await page.setInputFiles('input[accept*=json]', results(JSON.stringify(given)));
  const frame = page.frameLocator('iframe');
  await frame.getByRole('heading', {level: 1}).waitFor();
  expect(await frame.locator('h1').textContent()).toContain(given.suite);
  expect(await frame.locator('svg').count()).toBeGreaterThan(3);
  await button(page, 'Back to the training').click();
  await expectStatus(page, 'Ready');
  await leave(page);
});

test.each([
  ['no JSON', '{', 'results.json cannot be read'],
  [
    'of another version',
    '{"version": 2}',
    'results.json is of version 2 of the results; this benchmark reads version 1.',
  ],
  ['something else', '{"version": 1}', 'results.json holds no results'],
])('results that are %s are refused by a sentence', async (_, text, message) => {
  const page = await open({hash: '#data=clusters'});
  await page.setInputFiles('input[accept*=json]', results(text));
  await expectNotice(page, message);
  await leave(page);
});
