import {createHash} from 'node:crypto';
import {readFileSync, statSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {basename} from 'node:path';
import {type Dataset, duplicateGroups, type ImageDataset, readIdx, readIdxDataset} from '@isomargin/datasets';
import {imageBatches, listImageFolder, loadImageFolder, type TrainTest} from '@isomargin/datasets/node';
import {messageOf, UserError} from '../../errors.js';
import {loadImageData} from '../image-data.js';
import {contentHash, wholeMnist} from '../mnist.js';
import {labelRef, readTable, tableText} from '../tables.js';
import type {DataDefinition} from './definition.js';

/** Larger images are made smaller, in their own proportions, where no size is given. */
const LARGEST_SIDE = 48;

/** Data before anything of it is made rare or wrong. */
export interface DataSource {
  /** For names of data sets: lower case, no blanks. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** What it is, in words that follow the title; empty where the title says it. */
  readonly about: string;
  readonly train: Dataset;
  /** Undefined where the data has no test part. */
  readonly test: Dataset | undefined;
  /** SHA-256 of all that is read. */
  readonly hash: string;
  /** Of a table. */
  readonly file?: string;
  readonly label?: string;
  readonly header?: boolean;
}

/** What the command line says about the data. */
export interface GivenData {
  readonly data: string | undefined;
  readonly label?: string | undefined;
  readonly header?: boolean | undefined;
}

/**
 * Reads the data of a suite.
 *
 * @param given takes the place of the path that the definition names
 * @throws UserError where it is missing or broken
 */
export async function readSource(definition: DataDefinition, given: GivenData): Promise<DataSource> {
  try {
    if (definition.builtIn === 'mnist') return imageSource('MNIST', await wholeMnist(given.data));
    if (definition.builtIn === 'image-set') {
      const {title, ...parts} = await loadImageData(given.data);
      return imageSource(title, parts);
    }
    if (definition.csv !== undefined) return await csvSource(definition, given);
    if (definition.images !== undefined) return await folderSource(definition, given.data);
    return await idxSource(definition, given.data);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`data: ${messageOf(error)}`, {cause: error});
  }
}

function nameOf(title: string): string {
  return title.toLowerCase().replaceAll(/[^\p{L}\p{N}_-]+/gu, '-');
}

function imageSource(title: string, {train, test}: TrainTest, about = ''): DataSource {
  return {name: nameOf(title), title, about, train, test, hash: contentHash({train, test})};
}

async function csvSource(definition: DataDefinition, given: GivenData): Promise<DataSource> {
  const path = given.data ?? definition.csv!;
  const label = given.label === undefined ? (definition.label ?? -1) : labelRef(given.label);
  const read = await readTable(path, {label, header: given.header ?? definition.header});
  const {table, header} = read;
  const hash = createHash('sha256').update(readFileSync(path));
  let test: Dataset | undefined;
  if (definition.testPart !== undefined) {
    const {classNames} = table;
    test = (await readTable(definition.testPart, {label: table.labelName, header, classNames})).table;
    hash.update(readFileSync(definition.testPart));
  }
  const file = basename(path);
  const title = definition.title ?? file.replace(/\.csv$/i, '');
  return {
    name: nameOf(title),
    title,
    about: tableText(table, duplicateGroups(table)),
    train: table,
    test,
    hash: hash.digest('hex'),
    file,
    label: table.labelName,
    header,
  };
}

let lastFolder: {readonly key: string; readonly images: Promise<ImageDataset>} | undefined;

/** Decoding takes long: a process keeps the folder that it read last. */
function folderImages(
  path: string,
  options: {readonly size: readonly [number, number]; readonly channels: 'grey' | 'rgb'},
): Promise<ImageDataset> {
  const key = JSON.stringify([path, options]);
  if (lastFolder?.key !== key) lastFolder = {key, images: loadImageFolder(path, options)};
  return lastFolder.images;
}

async function folderSource(definition: DataDefinition, given: string | undefined): Promise<DataSource> {
  const path = given ?? definition.images!;
  const found = await firstImage(path);
  const options = {size: definition.size ?? found.size, channels: definition.channels ?? found.channels};
  const train = await folderImages(path, options);
  const test =
    definition.testPart === undefined ? undefined : await loadImageFolder(definition.testPart, options);
  if (test !== undefined) checkSameClasses(train, test, definition.testPart!);
  const title = definition.title ?? basename(path);
  return {name: nameOf(title), title, about: imagesText(train), train, test, hash: hashOf(train, test)};
}

/** The first image says how large all are made; those of other sizes are made so, too. */
async function firstImage(
  path: string,
): Promise<{size: [height: number, width: number]; channels: 'grey' | 'rgb'}> {
  const listing = await listImageFolder(path);
  for await (const {shape} of imageBatches(listing, {rows: [0]})) {
    const [height, width, colours] = shape;
    const scale = Math.min(1, LARGEST_SIDE / Math.max(height, width));
    const scaled = (side: number): number => Math.max(1, Math.round(side * scale));
    return {size: [scaled(height), scaled(width)], channels: colours === 1 ? 'grey' : 'rgb'};
  }
  throw new UserError(`data: ${path} has no image.`);
}

async function idxSource(definition: DataDefinition, given: string | undefined): Promise<DataSource> {
  const path = given ?? definition.idx!;
  if (statSync(path).isDirectory()) {
    const {title, ...parts} = await loadImageData(path);
    return imageSource(definition.title ?? title, parts);
  }
  if (definition.labels === undefined) {
    throw new UserError(`data.labels is missing: ${path} is an IDX file of images, and needs one of labels.`);
  }
  const train = await idxPart(path, definition.labels);
  const test =
    definition.testPart === undefined
      ? undefined
      : await idxPart(definition.testPart, definition.testLabels ?? '', train.classes);
  const title = definition.title ?? basename(path).replace(/\.gz$/, '');
  return {name: nameOf(title), title, about: imagesText(train), train, test, hash: hashOf(train, test)};
}

/** @param classes as many as the labels say where left out */
async function idxPart(images: string, labels: string, classes?: number): Promise<ImageDataset> {
  const named = async (name: string) => ({name, bytes: new Uint8Array(await readFile(name))});
  const labelFile = await named(labels);
  const {data} = await readIdx(labelFile, 1);
  return readIdxDataset({
    name: basename(images),
    images: await named(images),
    labels: labelFile,
    classes: classes ?? data.reduce((most, label) => Math.max(most, label), 0) + 1,
  });
}

function imagesText({count, shape: [height, width, channels], classes}: ImageDataset): string {
  return `${count.toLocaleString('en')} images of ${classes} classes, ${height} x ${width}${channels === 1 ? '' : ' in colour'}`;
}

function hashOf(train: ImageDataset, test: ImageDataset | undefined): string {
  return contentHash({train, test: test ?? train});
}

function checkSameClasses(train: Dataset, test: Dataset, path: string): void {
  const [a, b] = [train.classNames, test.classNames];
  if (a.length === b.length && a.every((name, label) => name === b[label])) return;
  const unknown = b.find((name) => !a.includes(name));
  const lacking = a.find((name) => !b.includes(name));
  throw new UserError(
    `data.testPart: ${path} has ${unknown === undefined ? `no example of class ${lacking}` : `class ${unknown}, which the training part has not`}; the same classes are expected.`,
  );
}
