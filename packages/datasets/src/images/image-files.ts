import type {NamedBytes} from '../idx/read-idx.js';
import {type ImageDataset, imageDataset} from '../image-dataset.js';
import {type ConvertOptions, checkConvertOptions, convertImage} from './convert.js';
import {decodeImage, isImageName} from './decode-image.js';
import type {Raster} from './raster.js';

/** Images in folders, one folder a class, before any is read. */
export interface ImageListing {
  /** What reports call it: the name of the folder, say. */
  readonly name: string;
  /** The folders, in natural order: s2 before s10. */
  readonly classNames: readonly string[];
  /** Where each image is, `class/file.png`: class by class, in natural order. */
  readonly paths: readonly string[];
  /** The class of each image. */
  readonly labels: Int32Array;
  /** Files that are not called as images are. */
  readonly skipped: readonly string[];
}

/**
 * Lists images by their paths `class/…/file.png`, in natural order. Hidden files and folders, whose names begin with a
 * dot, do not count. What is not called as an image is goes to `skipped`.
 *
 * @param paths relative to the folder of the classes, with slashes
 * @throws RangeError where an image stands in no folder, or there are fewer than two classes with an image
 */
export function listImages(name: string, paths: readonly string[]): ImageListing {
  const visible = paths.filter((path) => !path.split('/').some((part) => part.startsWith('.')));
  const skipped = visible.filter((path) => !isImageName(path));
  const images = visible.filter(isImageName).sort(naturally);
  const loose = images.find((path) => !path.includes('/'));
  if (loose !== undefined) {
    throw new RangeError(`${name}: ${loose} stands in no folder; a folder for each class is expected`);
  }
  const classOf = (path: string): string => path.slice(0, path.indexOf('/'));
  const classNames = [...new Set(images.map(classOf))].sort(naturally);
  if (classNames.length < 2) {
    throw new RangeError(
      `${name}: ${classNames.length === 0 ? 'there is no image' : `all images are in ${classNames[0]}`}; at least ` +
        'two folders with images (.png, .jpg, .jpeg, .pgm, .ppm, .pnm) are expected, one for each class',
    );
  }
  const places = new Map(classNames.map((one, label) => [one, label]));
  return {
    name,
    classNames,
    paths: images,
    labels: Int32Array.from(images, (path) => places.get(classOf(path))!),
    skipped,
  };
}

/** Numbers within names by their value. */
const collator = new Intl.Collator('en', {numeric: true});

/** Folder by folder, and files within a folder, with numbers by their value. */
function naturally(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  for (let i = 0; i < Math.min(left.length, right.length); ++i) {
    const order = collator.compare(left[i]!, right[i]!);
    if (order !== 0) return order;
  }
  // Names that differ in nothing that counts still have one order everywhere.
  return left.length - right.length || (a < b ? -1 : a > b ? 1 : 0);
}

/**
 * A data set of images that are in memory: the files of an input element, say, by their `webkitRelativePath`.
 *
 * @param files named `class/…/file.png`
 * @throws RangeError as {@link listImages} and {@link decodeImage} do, where images differ in size or colours and no
 *   option says what to do, and where an option is not one of those that are allowed
 */
export function readImageFiles(
  files: readonly NamedBytes[],
  options: ConvertOptions & {readonly name?: string} = {},
): ImageDataset {
  const listing = listImages(
    options.name ?? 'images',
    files.map(({name}) => name),
  );
  const byName = new Map(files.map(({name, bytes}) => [name, bytes]));
  const stack = new ImageStack(listing.paths.length, options);
  for (const path of listing.paths) stack.add({name: path, bytes: byName.get(path)!});
  return stack.done(listing.name, listing.labels, listing.classNames);
}

/** Images of one size, one after another. */
export class ImageStack {
  readonly #count: number;
  readonly #options: ConvertOptions;
  #images: Uint8Array | undefined;
  #first: {name: string; image: Raster} | undefined;
  #filled = 0;

  /** @throws RangeError where an option is not one of those that are allowed */
  constructor(count: number, options: ConvertOptions) {
    checkConvertOptions(options);
    this.#count = count;
    this.#options = options;
  }

  /** @throws RangeError where the image is broken, or is not as the first one */
  add(file: NamedBytes): void {
    const image = convertImage(decodeImage(file), this.#options);
    this.#first ??= {name: file.name, image};
    const first = this.#first;
    this.#images ??= new Uint8Array(this.#count * image.data.length);
    const {width, height, channels} = image;
    if (width !== first.image.width || height !== first.image.height) {
      throw new RangeError(
        `${file.name}: is ${height} high and ${width} wide, and ${first.name} is ${first.image.height} high and ` +
          `${first.image.width} wide; size resizes images to [height, width]`,
      );
    }
    if (channels !== first.image.channels) {
      const shown = (count: number): string => (count === 1 ? 'grey' : 'in colour');
      throw new RangeError(
        `${file.name}: is ${shown(channels)}, and ${first.name} is ${shown(first.image.channels)}; channels makes ` +
          "all of them 'grey' or 'rgb'",
      );
    }
    this.#images.set(image.data, this.#filled++ * image.data.length);
  }

  done(name: string, labels: ArrayLike<number>, classes: readonly string[]): ImageDataset {
    const {height, width, channels} = this.#first!.image;
    return imageDataset({name, images: this.#images!, labels, shape: [height, width, channels], classes});
  }
}
