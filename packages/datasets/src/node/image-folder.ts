import {readdir, readFile} from 'node:fs/promises';
import {basename, join, resolve, sep} from 'node:path';
import {checkRows} from '../check-rows.js';
import type {ImageDataset} from '../image-dataset.js';
import type {ConvertOptions} from '../images/convert.js';
import {type ImageListing, ImageStack, listImages} from '../images/image-files.js';
import {readFailure} from './file-bytes.js';

/** A listing with the folder that its paths are relative to. */
export interface FolderListing extends ImageListing {
  readonly dir: string;
}

/**
 * Lists the images of a folder that has a folder for each class, and reads none. Its `labels` are what splits and
 * samplers need.
 *
 * @throws Error where the folder cannot be read
 * @throws RangeError where an image stands in no folder, or there are fewer than two classes with an image
 */
export async function listImageFolder(dir: string): Promise<FolderListing> {
  const folder = resolve(dir);
  let paths: string[];
  try {
    const entries = await readdir(folder, {recursive: true, withFileTypes: true});
    paths = entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(folder.length + 1)
          .split(sep)
          .join('/'),
      );
  } catch (error) {
    throw new Error(`${folder} cannot be read: ${readFailure(error)}`, {cause: error});
  }
  return {...listImages(basename(folder), paths), dir: folder};
}

/**
 * Loads an image folder: class = name of the folder, labels in natural order of the names.
 *
 * @throws Error where the folder or a file cannot be read
 * @throws RangeError as {@link listImageFolder} does, where a file is broken or not what its ending says, and where
 *   images differ in size or colours and no option says what to do
 */
export async function loadImageFolder(dir: string, options: ConvertOptions = {}): Promise<ImageDataset> {
  const listing = await listImageFolder(dir);
  return readImages(listing, listing.labels.keys(), options);
}

/** How {@link imageBatches} divides. */
export interface ImageBatchOptions extends ConvertOptions {
  /** Images of a batch, but for the last: an integer from 1; 32 where left out. */
  readonly batchSize?: number;
  /** Places in the listing, in the order in which they are read; all in their order where left out. */
  readonly rows?: ArrayLike<number>;
}

/**
 * Images of a listing, so many at a time: for folders larger than memory.
 *
 * @throws Error where a file cannot be read
 * @throws RangeError as {@link loadImageFolder} does, and where an option is out of its range
 */
export async function* imageBatches(
  listing: FolderListing,
  options: ImageBatchOptions = {},
): AsyncGenerator<ImageDataset> {
  const {batchSize = 32, rows = Int32Array.from(listing.labels.keys())} = options;
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`batchSize is ${batchSize}; an integer from 1 is expected`);
  }
  checkRows({name: listing.name, count: listing.paths.length}, rows);
  for (let at = 0; at < rows.length; at += batchSize) {
    yield await readImages(
      listing,
      Array.from({length: Math.min(batchSize, rows.length - at)}, (_, i) => rows[at + i]!),
      options,
    );
  }
}

async function readImages(
  listing: FolderListing,
  rows: Iterable<number>,
  options: ConvertOptions,
): Promise<ImageDataset> {
  const places = [...rows];
  const stack = new ImageStack(places.length, options);
  for (const place of places) {
    const path = listing.paths[place]!;
    const name = join(listing.dir, path);
    let bytes: Uint8Array;
    try {
      bytes = await readFile(name);
    } catch (error) {
      throw new Error(`${name} cannot be read: ${readFailure(error)}`, {cause: error});
    }
    stack.add({name, bytes});
  }
  return stack.done(
    listing.name,
    places.map((place) => listing.labels[place]!),
    listing.classNames,
  );
}
