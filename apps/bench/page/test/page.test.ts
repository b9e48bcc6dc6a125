import {expect, test} from 'vitest';
import {button, expectNotice, expectStatus, leave, standingStep, stepOf, visit} from './browser.js';

const {open} = visit();

test('starts, pauses, goes on, steps and resets by the keyboard alone', async () => {
  const page = await open({hash: '#data=clusters'});
  await expectStatus(page, 'Ready');
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Start');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => Number(document.querySelector('[data-testid=step]')?.textContent) > 3);
  expect(await focused()).toBe('Pause');
  await page.keyboard.press('Space');
  await expectStatus(page, 'Paused at step');
  const paused = await standingStep(page);
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('Step');
  await page.keyboard.press('Enter');
  await expectStatus(page, `Paused at step ${paused + 1}`);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expectStatus(page, 'Ready');
  expect(await stepOf(page)).toBe(0);
  await leave(page);
});

test('trains to the end, and the losses learn', async () => {
  const page = await open({hash: '#data=clusters&imbalance=3&speed=fast'});
  await button(page, 'Start').click();
  await expectStatus(page, 'Finished after 600 steps');
  const recalls = await page.locator('.recall tbody .value').allTextContents();
  expect(recalls).toHaveLength(8);
  const mean = recalls.reduce((sum, text) => sum + Number.parseInt(text, 10), 0) / recalls.length;
  expect(mean).toBeGreaterThan(60);
  expect(await button(page, 'Start again').isEnabled()).toBe(true);
  await leave(page);
});

test('one seed gives the same training twice', async () => {
  const page = await open({hash: '#data=clusters'});
  const after = async (): Promise<string[]> => {
    await expectStatus(page, 'Ready');
    for (let i = 1; i <= 5; i++) {
      await button(page, 'Step').click();
      await expectStatus(page, `Paused at step ${i}`);
    }
    return page.locator('.figures dd').allTextContents();
  };
  const first = await after();
  await button(page, 'Reset').click();
  expect(await after()).toEqual(first);
  await leave(page);
});

test('settings are in the address, and come back from it', async () => {
  const page = await open();
  await page.getByLabel('Clouds of points').check();
  await page.getByLabel('Imbalance').fill('7');
  await page.getByLabel('Label noise').fill('0.2');
  await page.getByRole('checkbox', {name: 'CosFace'}).check();
  await page.getByLabel('Prototypes per class, m').fill('3');
  await page.getByLabel('Width, σ: found from the data').uncheck();
  const address = page.url();
  expect(address.slice(address.indexOf('#'))).toBe(
    '#data=clusters&imbalance=7&noise=0.2&losses=softmax,affinity,cosface&sigma=1&prototypes=3',
  );
  await page.reload();
  await expectStatus(page, 'Ready');
  expect(await page.getByLabel('Imbalance').inputValue()).toBe('7');
  expect(await page.locator('.panel h2').allTextContents()).toEqual(['Softmax', 'Affinity', 'CosFace']);
  expect(page.url()).toBe(address);
  await leave(page);
});

test('what an address has wrong is said, and the default taken', async () => {
  const page = await open({
    hash: '#data=clusters&imbalance=1000&losses=softmax,affinty&nois=1&margin=wide&%E0%A4%A=1',
  });
  await expectStatus(page, 'Ready');
  await expectNotice(
    page,
    "imbalance is '1000'; a whole number from 1 to 100 is allowed. The default is used.",
  );
  await expectNotice(page, "There is no loss 'affinty'.");
  await expectNotice(page, "'nois=1' is no setting.");
  await expectNotice(page, "margin is 'wide'");
  expect(await page.getByLabel('Imbalance').inputValue()).toBe('10');
  expect(await page.locator('.panel h2').allTextContents()).toEqual(['Softmax']);
  await leave(page);
});

test('a tab in the background pauses, and goes on when it is seen again', async () => {
  const page = await open({hash: '#data=clusters'});
  const show = (state: string) =>
    page.evaluate((visibility) => {
      Object.defineProperty(document, 'visibilityState', {value: visibility, configurable: true});
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  await button(page, 'Start').click();
  await page.waitForFunction(() => Number(document.querySelector('[data-testid=step]')?.textContent) > 2);
  await show('hidden');
  await expectStatus(page, 'Paused while this tab is in the background');
  const paused = await standingStep(page);
  await page.waitForTimeout(1000);
  expect(await stepOf(page)).toBe(paused);
  await show('visible');
  await expectStatus(page, 'Training.');
  await page.waitForFunction(
    (before) => Number(document.querySelector('[data-testid=step]')?.textContent) > before,
    paused,
  );
  await leave(page);
});

test('every loss trains', async () => {
  for (const losses of [
    'hinge,euclidean,center,large-margin-softmax',
    'sphereface,cosface,arcface,focal',
    'class-balanced,ldam,balanced-softmax,logit-adjustment',
    'false-error,contrastive,triplet',
    'softmax-contrastive',
  ]) {
    const page = await open({hash: `#data=clusters&losses=${losses}`});
    await expectStatus(page, 'Ready');
    for (let i = 1; i <= 2; i++) {
      await button(page, 'Step').click();
      await expectStatus(page, `Paused at step ${i}`);
    }
    expect(await page.locator('.panel').count()).toBe(losses.split(',').length);
    expect(await page.locator('.failure').allTextContents()).toEqual([]);
    await leave(page);
  }
});

test('a loss that two dimensions have no room for is named', async () => {
  const page = await open({hash: '#data=clusters&losses=softmax,fixed-simplex'});
  await expectStatus(page, 'Fixed simplex cannot learn this in two dimensions; leave it out.');
  await page.getByRole('checkbox', {name: 'Fixed simplex'}).uncheck();
  await expectStatus(page, 'Ready');
  await leave(page);
});
