import {mkdir, readFile, rename, stat} from 'node:fs/promises';
import {dirname, join, resolve} from 'node:path';
import type {IdxSource, SourceFile} from '../sources.js';
import {discard, fetchPart, partSize} from './fetch-part.js';
import {namesOf} from './load-idx-folder.js';
import {onDisk, StorageError} from './storage-error.js';
import {findMismatch} from './verify.js';

/** A mirror whose connection breaks is asked again this often, as long as each time brings new bytes. */
const MOST_TRIES = 20;

/** How far a download is. */
export interface DownloadProgress {
  /** Name of the file that is being fetched. */
  readonly file: string;
  /** Its bytes that are here. */
  readonly received: number;
  /** Its published size. */
  readonly total: number;
}

/** How {@link downloadSource} downloads. */
export interface DownloadOptions {
  /** The folder for the files; it is made where it is missing. */
  readonly dir: string;
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Stops the download; what has come is kept for the next time. */
  readonly signal?: AbortSignal;
}

/** A file of a data set that is now in the folder. */
export interface DownloadedFile {
  readonly path: string;
  /** Whether it was fetched now or had been there. */
  readonly status: 'downloaded' | 'present';
}

/**
 * Downloads the files of a data set that are not in the folder yet. Mirrors are tried in order. A file comes
 * into `<name>.part`, is compared with its digests, and only then gets its name; a download that was broken off
 * goes on where it stopped, at any mirror. To use mirrors of your own: `{...mnistSource, mirrors: [...]}`.
 *
 * @throws Error where no mirror gives the file (the message says which files to put where by hand), where a
 *   file in the folder is not the published one, or where the folder cannot be written
 */
export async function downloadSource(source: IdxSource, options: DownloadOptions): Promise<DownloadedFile[]> {
  const folder = resolve(options.dir);
  await onDisk(folder, () => makeFolder(folder));
  const files = Object.values(source.files);
  const done: DownloadedFile[] = [];
  for (const file of files) {
    const present = await findPresent(source, file, folder);
    done.push(
      present !== undefined
        ? {path: present, status: 'present'}
        : {path: await download(source, file, folder, options), status: 'downloaded'},
    );
  }
  return done;
}

/** Folder by folder: `recursive` never returns where a file system such as /proc refuses. */
async function makeFolder(path: string): Promise<void> {
  if (await isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) await makeFolder(parent);
  try {
    await mkdir(path);
  } catch (error) {
    // Another process may have made it in the meantime.
    if (!(await isFolder(path))) throw error;
  }
}

const isFolder = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isDirectory() === true;

async function findPresent(source: IdxSource, file: SourceFile, folder: string): Promise<string | undefined> {
  for (const name of namesOf(file.name)) {
    const path = join(folder, name);
    const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw new Error(`${source.name}: ${path} cannot be read: ${error.message}`, {cause: error});
    });
    if (bytes === undefined) continue;
    // An unzipped file whose content digest nobody published can only be taken as it is.
    const comparable = name.endsWith('.gz') || file.contentDigests !== undefined;
    const mismatch = comparable ? await findMismatch(bytes, file) : undefined;
    if (mismatch === undefined) return path;
    throw new Error(
      `${source.name}: ${path} is not the published file (${mismatch}); move it away to have it downloaded`,
    );
  }
  return undefined;
}

async function download(
  source: IdxSource,
  file: SourceFile,
  folder: string,
  options: DownloadOptions,
): Promise<string> {
  const path = join(folder, file.name);
  const part = `${path}.part`;
  const failures: string[] = [];
  for (const mirror of source.mirrors) {
    const failure = await fetchFrom(mirror, file, part, options);
    if (failure === undefined) {
      await onDisk(path, () => rename(part, path));
      return path;
    }
    failures.push(`${mirror}${file.name}: ${failure}`);
  }
  if ((await partSize(part)) === 0) await discard(part);
  throw new Error(
    `${source.name}: ${file.name} could not be downloaded.\n  ${failures.join('\n  ')}\n` +
      `Without network, put these files into ${folder}, gzipped or not, and start again:\n  ` +
      Object.values(source.files)
        .map(({name}) => name)
        .join('\n  '),
  );
}

/** Fetches and checks a file; what went wrong, or undefined where `part` is now the published file. */
async function fetchFrom(
  mirror: string,
  file: SourceFile,
  part: string,
  options: DownloadOptions,
): Promise<string | undefined> {
  const request = {
    url: mirror + file.name,
    part,
    // A file that was packed again, or that the server unzips, may be larger than the published one.
    limit: file.contentDigests ? 16 * file.bytes : file.bytes,
    signal: options.signal,
    onBytes: (received: number) => options.onProgress?.({file: file.name, received, total: file.bytes}),
  };
  let inherited = (await partSize(part)) > 0;
  for (let tries = 0; tries < MOST_TRIES; ++tries) {
    const before = await partSize(part);
    try {
      await fetchPart(request);
    } catch (error) {
      options.signal?.throwIfAborted();
      if (error instanceof StorageError || error instanceof RangeError) await discard(part);
      if (error instanceof StorageError) throw error;
      if ((await partSize(part)) > before) continue;
      return describe(error);
    }
    const mismatch = await findMismatch(await readFile(part), file);
    if (mismatch === undefined) return undefined;
    await discard(part);
    // What was there before may have been another packing of the file: once more from the beginning.
    if (!inherited) return mismatch;
    inherited = false;
  }
  return `the connection broke ${MOST_TRIES} times`;
}

/** What `fetch` says hides in the causes of its error. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause;
  if (!(cause instanceof Error)) return error.message;
  const code = 'code' in cause ? String(cause.code) : cause.name;
  return `${error.message} (${cause.message || code})`;
}
