import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {chmod, mkdtemp, readdir, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gunzipSync, gzipSync} from 'node:zlib';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import type {SourceFile} from '../src/index.js';
import {downloadSource, loadIdxFolder} from '../src/node/index.js';
import {publishedFiles, sourceOf} from './idx-bytes.js';

const files = publishedFiles();
const IMAGES = 'train-images-idx3-ubyte.gz';
const FROM_SOMEWHERE = /^train-images-idx3-ubyte\.gz from [1-9]/;
const imagesSize = files.get(IMAGES)!.length;

function digest(algorithm: 'sha256' | 'md5', bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest('hex');
}

function published(name: string): SourceFile {
  const bytes = files.get(name)!;
  return {name, bytes: bytes.length, digests: {sha256: digest('sha256', bytes), md5: digest('md5', bytes)}};
}

type Answer = (name: string, request: IncomingMessage, response: ServerResponse) => void;

/** Answers as a file server does, byte ranges included. */
const serve: Answer = (name, request, response) => send(files.get(name), request, response);

function send(bytes: Uint8Array | undefined, request: IncomingMessage, response: ServerResponse): void {
  if (bytes === undefined) {
    response.writeHead(404).end();
    return;
  }
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (start > 0 && start >= bytes.length) {
    response.writeHead(416, {'Content-Range': `bytes */${bytes.length}`}).end();
    return;
  }
  const range = {'Content-Range': `bytes ${start}-${bytes.length - 1}/${bytes.length}`};
  response.writeHead(start > 0 ? 206 : 200, {
    'Content-Length': bytes.length - start,
    ...(start > 0 ? range : {}),
  });
  response.end(bytes.subarray(start));
}

/**
 * Sends the images' first bytes and then nothing until `cut` is called, which breaks the connection: from
 * `onProgress`, so that the bytes have surely come. Everything else is answered by `otherwise`.
 */
function breaking(otherwise: Answer): {answer: Answer; cut(): void} {
  let open: ServerResponse | undefined;
  let begun = false;
  return {
    answer: (name, request, response) => {
      if (begun) return otherwise(name, request, response);
      begun = true;
      open = response;
      response.writeHead(200, {'Content-Length': imagesSize});
      response.write(files.get(name)!.subarray(0, 5000));
    },
    cut: () => {
      open?.destroy();
      open = undefined;
    },
  };
}

const refuse: Answer = (_, __, response) => response.writeHead(404).end();

let dir = '';
let servers: Server[] = [];
/** Every request as `name` or `name from byte`, in order. */
let asked: string[] = [];

async function mirror(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    const name = request.url!.slice(1);
    const from = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
    asked.push(from === undefined ? name : `${name} from ${from}`);
    answer(name, request, response);
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** An address at which nobody listens. */
async function deadMirror(): Promise<string> {
  const url = await mirror(serve);
  await new Promise((closed) => servers.pop()!.close(closed));
  return url;
}

function source(mirrors: string[], describeFile: (name: string) => SourceFile = published) {
  return sourceOf(files.keys(), mirrors, describeFile);
}

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'isomargin-download-'));
  servers = [];
  asked = [];
});
afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await rm(dir, {recursive: true});
});

async function expectComplete(): Promise<void> {
  expect((await readdir(dir)).sort()).toEqual([...files.keys()].sort());
  for (const [name, bytes] of files)
    expect(digest('md5', await readFile(join(dir, name)))).toBe(digest('md5', bytes));
}

describe('downloadSource', () => {
  test('fetches what is missing, into a new folder, and reports progress', async () => {
    const from = source([await mirror(serve)]);
    const progress: string[] = [];
    const inner = join(dir, 'a', 'b');
    const got = await downloadSource(from, {
      dir: inner,
      onProgress: ({file, received, total}) => progress.push(`${file} ${received === total}`),
    });
    expect(got.map(({status}) => status)).toEqual(new Array(4).fill('downloaded'));
    expect(progress).toContain(`${IMAGES} true`);
    expect((await loadIdxFolder(from, inner)).train.count).toBe(4000);
    await rm(join(inner, IMAGES));
    asked = [];
    expect((await downloadSource(from, {dir: inner})).map(({status}) => status)).toEqual([
      'downloaded',
      'present',
      'present',
      'present',
    ]);
    expect(asked).toEqual([IMAGES]);
  });

  test('goes on where a broken connection stopped', async () => {
    const {answer, cut} = breaking(serve);
    await downloadSource(source([await mirror(answer)]), {dir, onProgress: cut});
    expect(asked.slice(0, 2)).toEqual([IMAGES, expect.stringMatching(FROM_SOMEWHERE)]);
    await expectComplete();
  });

  test('goes on at the next call, at another mirror', async () => {
    const {answer, cut} = breaking(refuse);
    const first = source([await mirror(answer)]);
    await expect(downloadSource(first, {dir, onProgress: cut})).rejects.toThrow(
      `${IMAGES} could not be downloaded`,
    );
    expect(await readdir(dir)).toEqual([`${IMAGES}.part`]);
    asked = [];
    await downloadSource(source([await mirror(serve)]), {dir});
    expect(asked[0]).toMatch(FROM_SOMEWHERE);
    await expectComplete();
  });

  test('takes a part that is whole already', async () => {
    await writeFile(join(dir, `${IMAGES}.part`), files.get(IMAGES)!);
    await downloadSource(source([await mirror(serve)]), {dir});
    expect(asked[0]).toBe(`${IMAGES} from ${imagesSize}`);
    await expectComplete();
  });

  test('starts again where the part is of another file', async () => {
    await writeFile(join(dir, `${IMAGES}.part`), new Uint8Array(777));
    await downloadSource(source([await mirror(serve)]), {dir});
    expect(asked.slice(0, 2)).toEqual([`${IMAGES} from 777`, IMAGES]);
    await expectComplete();
  });

  test('starts again where the server knows no ranges', async () => {
    await writeFile(join(dir, `${IMAGES}.part`), files.get(IMAGES)!.subarray(0, 777));
    const whole: Answer = (name, _, response) => response.end(files.get(name));
    await downloadSource(source([await mirror(whole)]), {dir});
    // In place, without asking twice.
    expect(asked.slice(0, 2)).toEqual([`${IMAGES} from 777`, 'train-labels-idx1-ubyte.gz']);
    await expectComplete();
  });

  test('goes to the second mirror after a 404, a wrong file and one too large', async () => {
    const wrong: Answer = (_, request, response) =>
      send(new TextEncoder().encode('<html>'), request, response);
    const large: Answer = (name, request, response) =>
      send(new Uint8Array(files.get(name)!.length + 1), request, response);
    await downloadSource(
      source([await mirror(refuse), await mirror(wrong), await mirror(large), await mirror(serve)]),
      {dir},
    );
    await expectComplete();
  });

  test('tells why each mirror failed, and leaves nothing behind', async () => {
    const bytes = new TextEncoder().encode('<html>');
    const wrong: Answer = (_, request, response) => send(bytes, request, response);
    const large: Answer = (_, request, response) => send(new Uint8Array(imagesSize + 1), request, response);
    const busy: Answer = (_, __, response) => response.writeHead(503).end();
    const mirrors = [await mirror(busy), await mirror(wrong), await mirror(large)];
    await expect(downloadSource(source(mirrors), {dir})).rejects.toThrow(
      `Small: ${IMAGES} could not be downloaded.\n` +
        `  ${mirrors[0]}${IMAGES}: the server answers 503 Service Unavailable\n` +
        `  ${mirrors[1]}${IMAGES}: 6 bytes, SHA-256 is ${digest('sha256', bytes)} where ${published(IMAGES).digests.sha256} is expected\n` +
        `  ${mirrors[2]}${IMAGES}: the server sends more than ${imagesSize} bytes, too many\n`,
    );
    expect(await readdir(dir)).toEqual([]);
  });

  test('without network, says which files to put where', async () => {
    const mirrors = [await deadMirror(), await deadMirror()];
    const failure = downloadSource(source(mirrors), {dir});
    await expect(failure).rejects.toThrow(`${mirrors[1]}${IMAGES}: fetch failed (connect ECONNREFUSED`);
    await expect(failure).rejects.toThrow(
      `Without network, put these files into ${dir}, gzipped or not, and start again:\n  ${[...files.keys()].join('\n  ')}`,
    );
    expect(await readdir(dir)).toEqual([]);
  });

  test('knows a file that was packed again by its content', async () => {
    const repacked = new Map(
      [...files].map(([name, bytes]) => [name, gzipSync(gunzipSync(bytes), {level: 1})]),
    );
    const withContent = (name: string): SourceFile => ({
      ...published(name),
      contentDigests: {sha256: digest('sha256', gunzipSync(files.get(name)!))},
    });
    const answer: Answer = (name, request, response) => send(repacked.get(name), request, response);
    const url = await mirror(answer);
    await downloadSource(source([url], withContent), {dir});
    expect(await readFile(join(dir, IMAGES))).toEqual(repacked.get(IMAGES));
    await rm(join(dir, IMAGES));
    await expect(downloadSource(source([url]), {dir})).rejects.toThrow(/could not be downloaded/);
  });

  test('checks a file that is there already, unzipped too', async () => {
    const path = join(dir, IMAGES.replace('.gz', ''));
    const content = gunzipSync(files.get(IMAGES)!);
    const withContent = (name: string): SourceFile => ({
      ...published(name),
      contentDigests: {md5: digest('md5', gunzipSync(files.get(name)!))},
    });
    const from = source([await mirror(serve)], withContent);
    await writeFile(path, content);
    expect((await downloadSource(from, {dir}))[0]).toEqual({path, status: 'present'});
    content[20]! ^= 1;
    await writeFile(path, content);
    await expect(downloadSource(from, {dir})).rejects.toThrow(
      `Small: ${path} is not the published file (${content.length} bytes, SHA-256 is `,
    );
  });

  test('stops on demand and keeps what came', async () => {
    const stop = new AbortController();
    const hang: Answer = (name, _, response) => {
      response.writeHead(200, {'Content-Length': imagesSize});
      response.write(files.get(name)!.subarray(0, 5000));
    };
    const stopped = downloadSource(source([await mirror(hang)]), {
      dir,
      signal: stop.signal,
      onProgress: () => stop.abort(new Error('stopped by the user')),
    });
    await expect(stopped).rejects.toThrow('stopped by the user');
    expect(await readdir(dir)).toEqual([`${IMAGES}.part`]);
  });

  test.skipIf(!existsSync('/dev/full'))('says that no space is left, and leaves nothing behind', async () => {
    await symlink('/dev/full', join(dir, `${IMAGES}.part`));
    await expect(downloadSource(source([await mirror(serve)]), {dir})).rejects.toThrow(
      `${join(dir, IMAGES)}.part cannot be written: no space is left there; free some, or choose another folder`,
    );
    expect(await readdir(dir)).toEqual([]);
  });

  test('says that the folder cannot be made', async () => {
    await writeFile(join(dir, 'file'), '');
    const path = join(dir, 'file', 'inner');
    await expect(downloadSource(source([]), {dir: path})).rejects.toThrow(
      `${path} cannot be written: a part of its path is a file, not a folder`,
    );
  });

  test('says so where the folder is a file', async () => {
    const path = join(dir, 'file');
    await writeFile(path, '');
    await expect(downloadSource(source([]), {dir: path})).rejects.toThrow(
      `${path} cannot be written: a part`,
    );
    expect(await readFile(path, 'utf8')).toBe('');
  });

  // On such file systems Node's recursive mkdir never returns.
  test.runIf(existsSync('/proc/self'))('says so where the file system takes no folders', async () => {
    await expect(downloadSource(source([]), {dir: '/proc/isomargin/mnist'})).rejects.toThrow(
      'cannot be written',
    );
  });

  // The superuser may write anywhere.
  test.skipIf(process.getuid?.() === 0)('says that the folder cannot be written', async () => {
    await chmod(dir, 0o500);
    await expect(downloadSource(source([await mirror(serve)]), {dir})).rejects.toThrow('no permission');
    await chmod(dir, 0o700);
  });
});
