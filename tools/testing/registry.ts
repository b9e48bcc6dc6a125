import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {readdirSync, readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';

/** An npm registry of some packages, on this machine. */
export interface Registry {
  readonly url: string;
  close(): void;
}

/** Serves the tarballs of a folder as a registry would if they were published: each is the latest of its package. */
export async function serveTarballs(folder: string): Promise<Registry> {
  const answers = new Map<string, Buffer | string>();
  const server = createServer((request, response) => {
    const found = answers.get(decodeURIComponent(request.url!.slice(1)));
    // npm keeps in its cache what it may, and the next test has other tarballs of the same versions.
    response.writeHead(found === undefined ? 404 : 200, {'cache-control': 'no-store'}).end(found);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  for (const file of readdirSync(folder)) {
    const path = join(folder, file);
    const manifest = JSON.parse(
      execFileSync('tar', ['-xzOf', path, 'package/package.json'], {encoding: 'utf8'}),
    );
    const data = readFileSync(path);
    const integrity = `sha512-${createHash('sha512').update(data).digest('base64')}`;
    const {name, version} = manifest;
    const versions = {[version]: {...manifest, dist: {tarball: `${url}${file}`, integrity}}};
    answers.set(file, data);
    answers.set(name, JSON.stringify({name, 'dist-tags': {latest: version}, versions}));
  }
  return {url, close: () => server.close()};
}
