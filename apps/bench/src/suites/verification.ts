import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {classCounts, type ImageDataset, mnistSource, selectRows, subsample} from '@isomargin/datasets';
import {imageBatches, listImageFolder, loadImageFolder} from '@isomargin/datasets/node';
import {cnn} from '../backbones/cnn.js';
import {UsageError} from '../errors.js';
import {countsOf, type Examples, imageExamples} from '../examples.js';
import {seedOf} from '../random.js';
import type {DatasetSettings} from '../results/types.js';
import {batchesPerEpoch} from '../training/batches.js';
import {protocol} from '../training/protocol.js';
import {defaultLosses} from './default-losses.js';
import {contentHash, wholeMnist} from './mnist.js';
import type {Suite} from './suite.js';

/** Steps that a training has, whatever the number of images: as many whole epochs as come nearest. */
const STEPS = 120;
/** Larger images are made smaller, in their own proportions. */
const LARGEST_SIDE = 48;
/** Of each digit of MNIST: a run takes seconds. */
const DIGITS_EACH = {train: 500, test: 200};

/** Losses judged by classes that no training has seen, as faces are verified. */
export const verification: Suite = {
  name: 'verification',
  description:
    'Trained on some classes, judged by whether two images of other classes are of the same one; in each fold other classes are unseen. --data names a folder with a folder of images for each class, or MNIST.',
  task: 'verification',
  backbone: cnn,
  defaults: {losses: defaultLosses, seeds: 2, folds: 4},
  presets: {quick: {seeds: 1, folds: 2}, paper: {seeds: 5}},
  needsData: 'MNIST or images',
  headline: ['verificationAccuracy', 'auroc', 'equalErrorRate', 'tarAtFar1', 'precisionAt1', 'mapAtR'],
  datasets: async ({data, folds}) => {
    if (data === undefined || folds === undefined) throw new Error('verification needs data and folds.');
    const {train, test, hash} = isMnist(data) ? await digitParts(data, 0) : await folderParts(data);
    if (train.classes < 4) {
      throw new UsageError(
        `--data: ${data} has ${train.classes} classes: verification needs at least 4, so that two are trained on and two unseen.`,
      );
    }
    if (train.classes < 2 * folds) {
      throw new UsageError(
        `--folds must be an integer from 2 to ${Math.floor(train.classes / 2)} for the ${train.classes} classes of ${data}, so that ` +
          `at least two are unseen in each, but is ${folds}.`,
      );
    }
    const trained = (train.count * (folds - 1)) / folds;
    const [height, width] = train.shape;
    const settings: DatasetSettings = {
      name: isMnist(data) ? 'mnist-unseen' : `${train.name}-unseen`,
      description: `${train.count.toLocaleString('en')} images of ${train.classes} classes, ${height} x ${width}; a network is trained on ${describeShare(folds)} of the classes and judged by the others`,
      classNames: [...train.classNames],
      trainCounts: countsOf(train),
      testCounts: countsOf(test),
      rareLabels: [],
      contentHash: hash,
      epochs: Math.max(1, Math.round(STEPS / batchesPerEpoch(trained, protocol.batchSize))),
    };
    return [settings];
  },
  load: async ({data, seed, fold}) => {
    if (data === undefined || fold === null) throw new Error('verification needs data and a fold.');
    const {train, test} = isMnist(data) ? await digitParts(data, seed) : await folderParts(data);
    const isUnseen = (label: number): boolean => label % fold.of === fold.number - 1;
    return {
      train: seenClasses(train, (label) => !isUnseen(label)),
      test: imageExamples(rowsOf(test, isUnseen)),
    };
  },
};

interface Parts {
  readonly train: ImageDataset;
  /** The images that are judged by: the same ones where a data set has no test part, as their classes are unseen. */
  readonly test: ImageDataset;
  readonly hash: string;
}

function isMnist(data: string): boolean {
  const {name} = mnistSource.files.trainImages;
  return [name, name.replace(/\.gz$/, '')].some((file) => existsSync(join(data, file)));
}

async function digitParts(data: string, seed: number): Promise<Parts> {
  const whole = await wholeMnist(data);
  const cut = (part: ImageDataset, each: number, purpose: string): ImageDataset =>
    subsample(
      part,
      classCounts(part).map((size) => Math.min(size, each)),
      seedOf(seed, purpose),
    ).dataset;
  return {
    train: cut(whole.train, DIGITS_EACH.train, 'training images'),
    test: cut(whole.test, DIGITS_EACH.test, 'test images'),
    hash: contentHash(whole),
  };
}

async function folderParts(data: string): Promise<Parts> {
  const listing = await listImageFolder(data);
  // The first image says how large all are made; those of other sizes are made so, too.
  let size: [height: number, width: number] | undefined;
  let channels: 'grey' | 'rgb' = 'grey';
  for await (const {shape} of imageBatches(listing, {rows: [0]})) {
    const [height, width, colours] = shape;
    const scale = Math.min(1, LARGEST_SIDE / Math.max(height, width));
    size = [Math.max(1, Math.round(height * scale)), Math.max(1, Math.round(width * scale))];
    channels = colours === 1 ? 'grey' : 'rgb';
  }
  const images = await loadImageFolder(data, {size, channels});
  return {train: images, test: images, hash: contentHash({train: images, test: images})};
}

/** `3 of 4 parts`, in words. */
function describeShare(folds: number): string {
  return `${folds - 1} of ${folds} parts`;
}

function rowsOf(dataset: ImageDataset, isWanted: (label: number) => boolean): ImageDataset {
  const rows = [...dataset.labels.keys()].filter((row) => isWanted(dataset.labels[row]!));
  return selectRows(dataset, rows);
}

/** Some classes alone, with labels from 0. */
function seenClasses(dataset: ImageDataset, isSeen: (label: number) => boolean): Examples {
  const seen = rowsOf(dataset, isSeen);
  const kept = [...dataset.classNames.keys()].filter(isSeen);
  const place = new Map(kept.map((label, at) => [label, at]));
  return {
    ...imageExamples(seen),
    labels: seen.labels.map((label) => place.get(label)!),
    classNames: kept.map((label) => dataset.classNames[label]!),
  };
}
