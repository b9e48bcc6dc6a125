import {existsSync, readFileSync} from 'node:fs';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {extname, join, normalize} from 'node:path';
import {type Browser, chromium, type Route} from 'playwright-core';

/** Where the browser is; `CHROMIUM` names another place. */
export const browserPath: string = process.env.CHROMIUM ?? '/usr/bin/chromium';
export const hasBrowser: boolean = existsSync(browserPath);

const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'];
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
};

let browser: Browser | undefined;

export async function closeBrowser(): Promise<void> {
  await browser?.close();
}

/** Serves a folder's files. */
export async function serve(folder: string): Promise<{url: string; server: Server}> {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url!, 'http://localhost').pathname));
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path);
    if (!existsSync(file)) response.writeHead(path === '/favicon.ico' ? 204 : 404).end();
    else
      response.writeHead(200, {'content-type': TYPES[extname(file)] ?? 'text/plain'}).end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server};
}

/**
 * What a page shows when it has trained.
 *
 * @param cdn answers requests to hosts other than this machine, which otherwise fail
 * @throws Error with the page's own errors, where it shows nothing
 */
export async function trainedIn(url: string, cdn?: (route: Route) => Promise<void>): Promise<string> {
  browser ??= await chromium.launch({executablePath: browserPath, args: QUIET});
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('requestfailed', (request) => errors.push(`${request.url()}: ${request.failure()?.errorText}`));
  await page.route(
    (address) => address.hostname !== '127.0.0.1' && address.hostname !== 'localhost',
    (route) => (cdn === undefined ? route.abort() : cdn(route)),
  );
  try {
    await page.goto(url);
    await page.waitForFunction(() => /rare examples found/.test(document.body.textContent), undefined, {
      timeout: 120_000,
    });
    return (await page.textContent('body')) ?? '';
  } catch (error) {
    throw new Error(`The page ${url} has not trained. ${errors.join('; ')}`, {cause: error});
  } finally {
    await page.close();
  }
}
