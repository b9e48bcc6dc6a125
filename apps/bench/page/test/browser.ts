import {type Browser, type BrowserContextOptions, chromium, type Page} from 'playwright-core';
import {afterAll, beforeAll, expect} from 'vitest';
import {type PageServer, servePage} from '../../src/page/serve-page.js';

/** What tools/test-page.mjs found out. */
interface Given {
  readonly executable: string;
  readonly launchArguments: string[];
}

interface OpenOptions extends BrowserContextOptions {
  /** After the address, with its `#`. */
  readonly hash?: string;
  /** Runs in the page before anything of it. */
  readonly before?: () => void;
}

/** Errors of a page, and requests for anything but its own files. */
const faultsOf = new WeakMap<Page, readonly string[]>();

/** The served page in a browser, for the tests of a file. */
export interface Visit {
  open(options?: OpenOptions): Promise<Page>;
  readonly url: string;
}

/** Serves the page and starts a browser before the tests of a file, and ends both after them. */
export function visit(): Visit {
  const {PAGE_TESTS} = process.env;
  if (PAGE_TESTS === undefined) throw new Error('Start these tests by `npm run test:page`.');
  const {executable, launchArguments}: Given = JSON.parse(PAGE_TESTS);
  let server: PageServer;
  let browser: Browser;
  beforeAll(async () => {
    server = await servePage({port: 0, host: '127.0.0.1'});
    browser = await chromium.launch({executablePath: executable, args: launchArguments});
  });
  afterAll(async () => {
    await browser.close();
    await server.close();
  });
  return {
    get url() {
      return server.url;
    },
    async open({hash = '', before, ...context} = {}) {
      const page = await browser.newPage({viewport: {width: 1280, height: 900}, ...context});
      page.setDefaultTimeout(60_000);
      const faults: string[] = [];
      page.on('pageerror', ({message}) => faults.push(message));
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text());
      });
      page.on('request', (request) => {
        const isOwn = /^(blob|data):/.test(request.url()) || request.url().startsWith(server.url);
        if (!isOwn || request.method() !== 'GET') faults.push(`${request.method()} ${request.url()}`);
      });
      faultsOf.set(page, faults);
      if (before !== undefined) await page.addInitScript(before);
      await page.goto(server.url + hash);
      return page;
    },
  };
}

/** Ends a visit in which nothing went wrong unseen. */
export async function leave(page: Page): Promise<void> {
  await page.close();
  expect(faultsOf.get(page)).toEqual([]);
}

export const button = (page: Page, name: string) => page.getByRole('button', {name, exact: true});

export async function stepOf(page: Page): Promise<number> {
  return Number(await page.getByTestId('step').textContent());
}

/** The step once it stands: the step under way when pause is pressed is still done. */
export async function standingStep(page: Page): Promise<number> {
  for (;;) {
    const before = await stepOf(page);
    await page.waitForTimeout(1500);
    if ((await stepOf(page)) === before) return before;
  }
}

/** Waits until the status line has a text. */
export async function expectStatus(page: Page, text: RegExp | string): Promise<void> {
  await page.locator('.status').filter({hasText: text}).waitFor();
}

export async function expectNotice(page: Page, text: RegExp | string): Promise<void> {
  await page.locator('.notice').filter({hasText: text}).first().waitFor();
}
