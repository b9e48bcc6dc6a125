import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import type {AxeResults} from 'axe-core';
import type {Page} from 'playwright-core';
import {expect, test} from 'vitest';
import {exampleResults} from '../../test/report-results.js';
import {button, expectStatus, leave, visit} from './browser.js';

const {open} = visit();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds, and of what weight. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const {violations} = await page.evaluate(() =>
    (globalThis as unknown as {axe: {run(): Promise<AxeResults>}}).axe.run(),
  );
  return violations.map(
    ({impact, id, nodes}) => `${impact} ${id}: ${nodes.map(({target}) => target.join(' ')).join(', ')}`,
  );
}

const views = [
  ['desktop, light', {width: 1280, height: 900}, 'light'],
  ['desktop, dark', {width: 1280, height: 900}, 'dark'],
  ['phone, light', {width: 390, height: 844}, 'light'],
  ['phone, dark', {width: 390, height: 844}, 'dark'],
] as const;

test.each(views)('axe finds nothing: %s', async (name, viewport, colorScheme) => {
  const page = await open({viewport, colorScheme, hash: '#data=clusters&sigma=1&nois=1'});
  await expectStatus(page, 'Ready');
  await page.getByText('More', {exact: true}).click();
  const found = await findings(page);
  await button(page, 'Step').click();
  await expectStatus(page, 'Paused at step 1');
  found.push(...(await findings(page)));
  await page.getByLabel('Your own table (CSV)').check();
  await expectStatus(page, 'Choose a CSV file');
  found.push(...(await findings(page)));
  console.info(`axe, ${name}: ${found.length === 0 ? 'nothing' : found.join('; ')}`);
  expect(found).toEqual([]);
  // Nothing is wider than the screen.
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(viewport.width);
  await leave(page);
});

test('axe finds nothing around a report', async () => {
  const page = await open({hash: '#data=clusters'});
  await page.setInputFiles('input[accept*=json]', {
    name: 'results.json',
    mimeType: 'application/json',
    buffer: Buffer.from(JSON.stringify(exampleResults())),
  });
  await page.locator('iframe').waitFor();
  expect(await findings(page)).toEqual([]);
  await leave(page);
});
