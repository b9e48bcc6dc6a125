import {expect, test} from 'vitest';
import {button, expectNotice, expectStatus, leave, visit} from './browser.js';

const {open} = visit();

test('without workers, trains in slices on the page and says so', async () => {
  const page = await open({
    hash: '#data=clusters',
    before: () => {
      Reflect.deleteProperty(window, 'Worker');
    },
  });
  await expectNotice(page, 'This browser has no workers. Training runs in small slices');
  await button(page, 'Start').click();
  await page.waitForFunction(() => Number(document.querySelector('[data-testid=step]')?.textContent) > 3);
  expect(await page.locator('.progress').textContent()).toContain('on WebAssembly');
  await leave(page);
});

test('where a worker does not load, the page does its work', async () => {
  const page = await open({
    hash: '#data=clusters',
    before: () => {
      const Real = window.Worker;
      window.Worker = class extends Real {
        constructor() {
          super('data:text/javascript,throw new Error()');
        }
      };
    },
  });
  await expectNotice(page, 'The worker cannot be loaded. Training runs in small slices');
  await expectStatus(page, 'Ready');
});

test('without WebAssembly, computes in plain JavaScript and says so', async () => {
  const page = await open({
    hash: '#data=clusters',
    before: () => {
      Reflect.deleteProperty(window, 'Worker');
      Reflect.deleteProperty(window, 'WebAssembly');
    },
  });
  await expectNotice(page, 'WebAssembly cannot be used in this browser');
  await expectNotice(page, 'Now it is plain JavaScript.');
  await button(page, 'Start').click();
  await page.waitForFunction(() => Number(document.querySelector('[data-testid=step]')?.textContent) > 3);
  await leave(page);
});

test('WebAssembly without SIMD trains, and is said to be slower', async () => {
  const page = await open({
    hash: '#data=clusters',
    before: () => {
      Reflect.deleteProperty(window, 'Worker');
      WebAssembly.validate = () => false;
    },
  });
  await expectNotice(page, 'WebAssembly without SIMD');
  await button(page, 'Start').click();
  await page.waitForFunction(() => Number(document.querySelector('[data-testid=step]')?.textContent) > 3);
  await leave(page);
});

test('a backend that was chosen and is not there is replaced, and that is said', async () => {
  const page = await open({
    hash: '#data=clusters&backend=webgl',
    before: () => {
      Reflect.deleteProperty(window, 'Worker');
      HTMLCanvasElement.prototype.getContext = new Proxy(HTMLCanvasElement.prototype.getContext, {
        apply: (target, self, given) =>
          String(given[0]).includes('webgl') ? null : Reflect.apply(target, self, given),
      });
      Reflect.deleteProperty(window, 'OffscreenCanvas');
    },
  });
  await expectNotice(page, 'WebGL cannot be used in this browser');
  await expectNotice(page, 'Now it is WebAssembly.');
  await expectStatus(page, 'Ready');
});
