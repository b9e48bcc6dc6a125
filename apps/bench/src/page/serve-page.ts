import {existsSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {fileURLToPath} from 'node:url';
import sirv from 'sirv';
import {UserError} from '../errors.js';

/** A page that is being served. */
export interface PageServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Where the built page is.
 *
 * @throws UserError where it has not been built
 */
export function pageFolder(): string {
  const folder = fileURLToPath(new URL('../../page/dist', import.meta.url));
  if (existsSync(folder)) return folder;
  throw new UserError('The page has not been built: npm run bench -- page builds it.');
}

/**
 * Serves the page.
 *
 * @param port 0 for any that is free
 * @throws UserError where the port or the address cannot be taken
 */
export async function servePage({
  port,
  host,
}: {
  readonly port: number;
  readonly host: string;
}): Promise<PageServer> {
  const files = sirv(pageFolder(), {dev: false, etag: true});
  const server = createServer((request, response) =>
    files(request, response, () => {
      response.statusCode = 404;
      response.end('Not found');
    }),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', ({code, message}: NodeJS.ErrnoException) =>
      reject(
        new UserError(
          code === 'EADDRINUSE'
            ? `--port: ${port} is in use; choose another, or 0 for any that is free.`
            : `The page cannot be served at ${host}:${port}: ${message}`,
        ),
      ),
    );
    server.listen(port, host, resolve);
  });
  const {port: taken} = server.address() as AddressInfo;
  const name = host === '0.0.0.0' || host === '127.0.0.1' ? 'localhost' : host;
  return {
    url: `http://${name}:${taken}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
