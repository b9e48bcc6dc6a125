import {basename} from 'node:path';
import {
  classCounts,
  type Dataset,
  duplicateGroups,
  type ImageDataset,
  noisyLabels,
  selectRows,
  splitRows,
  stratifiedKFold,
  strokeDigits,
  subsample,
} from '@isomargin/datasets';
import {cnn} from '../../backbones/cnn.js';
import {mlp, tableMlp} from '../../backbones/mlp.js';
import {namedBackbone} from '../../backbones/named.js';
import {UserError} from '../../errors.js';
import {countsOf, imageExamples} from '../../examples.js';
import {seedOf} from '../../random.js';
import type {DatasetSettings} from '../../results/types.js';
import {batchesPerEpoch} from '../../training/batches.js';
import {protocol} from '../../training/protocol.js';
import {defaultLosses} from '../default-losses.js';
import {percent} from '../percent.js';
import type {DefaultLoss, Fold, LoadRequest, Suite, SuiteOptions, TrainTestExamples} from '../suite.js';
import {tableExamples} from '../tables.js';
import {type DataSource, readSource} from './data-source.js';
import type {DataDefinition, SuiteDefinition} from './definition.js';
import {headlineOf} from './headline-of.js';
import {type Available, type Degree, degrees} from './variants.js';

/** Share of the examples that is tested on where the data has no test part and nothing else is said. */
const TEST_SHARE = 0.2;
const EPOCHS = 10;
/** Steps of a training on a table. */
const TABLE_STEPS = 1000;
/** Steps that a training on own images has at least. */
const IMAGE_STEPS = 300;
const SEEDS = 3;
/** Drawn digits of each class, where there are no more of them in the suite. */
const DIGITS = {train: 1000, test: 200};
/** The test images are the same for every seed of a run. */
const DIGITS_TEST_SEED = 20190701;

/** The suite that a definition describes; its paths are absolute. */
export function declaredSuite(definition: SuiteDefinition): Suite {
  const {name, data, imbalance, noise, folds, presets} = definition;
  const backbone = namedBackbone(definition.backbone ?? '') ?? defaultBackbone(data);
  const isOwnBackbone = definition.backbone !== undefined && namedBackbone(definition.backbone) === undefined;
  const length = lengthOf(definition);
  return {
    name,
    description: definition.description ?? descriptionOf(definition),
    backbone,
    // Of data without a test part, each seed and fold tests what others train on.
    hasOwnTestSet: data.builtIn !== undefined || data.testPart !== undefined,
    defaults: {
      losses: definition.losses === undefined ? defaultLosses : definition.losses.map(defaultLoss),
      seeds: definition.seeds ?? SEEDS,
      ...('epochs' in length ? length : {}),
      ...(imbalance?.fractions === undefined ? {} : {fractions: imbalance.fractions}),
      ...(imbalance?.ratios === undefined ? {} : {ratios: imbalance.ratios, largest: imbalance.largest ?? 0}),
      ...(noise === undefined ? {} : {noise}),
      ...(folds === undefined ? {} : {folds}),
      ...(definition.samplers === undefined ? {} : {samplers: definition.samplers.join(',')}),
      ...(isOwnBackbone ? {backbone: definition.backbone} : {}),
    },
    ...(presets === undefined ? {} : {presets}),
    ...needsOf(data),
    headline: definition.metrics ?? headlineOf(definition),
    datasets: (options) => datasetsOf(definition, options, length),
    load: (request) => load(definition, request),
  };
}

/** How long a training is: the same epochs for all data sets, or as many as come to so many steps. */
type Length = {readonly epochs: number} | {readonly steps: number; readonly atLeast: number};

function lengthOf({data, epochs, steps}: SuiteDefinition): Length {
  if (epochs !== undefined) return {epochs};
  if (steps !== undefined) return {steps, atLeast: 1};
  if (data.csv !== undefined) return {steps: TABLE_STEPS, atLeast: 1};
  return data.builtIn === undefined ? {steps: IMAGE_STEPS, atLeast: EPOCHS} : {epochs: EPOCHS};
}

function epochsOf({steps, atLeast}: Exclude<Length, {epochs: number}>, count: number): number {
  return Math.max(atLeast, Math.round(steps / batchesPerEpoch(count, protocol.batchSize)));
}

/** A network that fits the data. */
function defaultBackbone({csv, images, idx}: DataDefinition): Suite['backbone'] {
  if (csv !== undefined) return tableMlp;
  return images !== undefined || idx !== undefined ? cnn : mlp;
}

function defaultLoss(loss: NonNullable<SuiteDefinition['losses']>[number]): DefaultLoss {
  return typeof loss === 'string' ? {spec: loss, title: undefined} : {spec: loss.loss, title: loss.title};
}

function needsOf({builtIn, csv, images, idx}: DataDefinition): Pick<Suite, 'needsData' | 'dataPath'> {
  if (builtIn === 'digits') return {};
  if (builtIn === 'mnist') return {needsData: 'MNIST'};
  if (builtIn === 'image-set') return {needsData: 'MNIST, Fashion-MNIST or CIFAR-10'};
  if (csv !== undefined) return {needsData: 'CSV', dataPath: csv};
  return images === undefined ? {needsData: 'IDX', dataPath: idx!} : {needsData: 'images', dataPath: images};
}

/** Where the file has none. */
function descriptionOf({data}: SuiteDefinition): string {
  const path = data.csv ?? data.images ?? data.idx;
  return `A comparison on ${data.title ?? (path === undefined ? data.builtIn : basename(path))}.`;
}

async function datasetsOf(
  definition: SuiteDefinition,
  options: SuiteOptions,
  length: Length,
): Promise<DatasetSettings[]> {
  const {builtIn} = definition.data;
  const source = builtIn === 'digits' ? undefined : await readSource(definition.data, options);
  const available = source === undefined ? drawnDigits(definition) : availableIn(source, definition, options);
  const noises = definition.noise === undefined ? [undefined] : options.noise;
  const all = degrees(definition.imbalance, available, options);
  return all.flatMap((degree) =>
    noises.map((noise) => {
      const count = degree.trainCounts.reduce((sum, size) => sum + size, 0);
      const epochs = 'epochs' in length ? undefined : epochsOf(length, count);
      return {
        name: nameOf(definition, source, degree, noise),
        description: datasetText(definition, source, degree, {noise, folds: options.folds}),
        classNames: [...available.classNames],
        trainCounts: [...degree.trainCounts],
        testCounts: [...degree.testCounts],
        rareLabels: [...degree.rareLabels],
        ...(source === undefined ? {} : {contentHash: source.hash}),
        ...degree.settings,
        ...(noise === undefined ? {} : {noise}),
        ...(source?.file === undefined
          ? {}
          : {file: source.file, label: source.label!, header: source.header!}),
        ...(epochs === undefined ? {} : {epochs}),
      };
    }),
  );
}

function drawnDigits({perClass = DIGITS.train}: SuiteDefinition): Available {
  const ten = (count: number): number[] => new Array<number>(10).fill(count);
  return {
    title: 'drawn digits',
    classNames: ten(0).map((_, digit) => String(digit)),
    train: ten(perClass),
    test: ten(DIGITS.test),
  };
}

function nameOf(
  {name, imbalance}: SuiteDefinition,
  source: DataSource | undefined,
  {suffix}: Degree,
  noise: number | undefined,
): string {
  const isOfSizes = imbalance?.train !== undefined || imbalance?.test !== undefined;
  const base = isOfSizes ? name : (source?.name ?? 'digits');
  return `${base}${suffix}${noise === undefined ? '' : `-noise-${percent(noise)}`}`;
}

function datasetText(
  definition: SuiteDefinition,
  source: DataSource | undefined,
  degree: Degree,
  {noise, folds}: {readonly noise: number | undefined; readonly folds: number | undefined},
): string {
  const {perClass, imbalance} = definition;
  const title =
    source === undefined
      ? 'stroke digits, 28 x 28, drawn anew for each seed'
      : [source.file ?? source.title, ...(source.about === '' ? [] : [source.about])].join(': ');
  return [
    title,
    perClass === undefined
      ? ''
      : `${source === undefined ? '' : 'at most '}${perClass.toLocaleString('en')} training examples of each class`,
    degree.text,
    noise === undefined
      ? ''
      : `${percent(noise)} of the training labels are wrong, each of the other classes alike`,
    source !== undefined && (perClass !== undefined || imbalance !== undefined)
      ? 'those that are kept are drawn anew for each seed'
      : '',
    imbalance?.test === undefined ? testText(definition, source, folds) : '',
  ]
    .filter((part) => part !== '')
    .join('; ');
}

function testText(
  {test = TEST_SHARE}: SuiteDefinition,
  source: DataSource | undefined,
  folds: number | undefined,
): string {
  if (source === undefined) return `${DIGITS.test} test images of each class`;
  if (source.test !== undefined) return 'test set as it is';
  const equal = 'equal ones are never on both sides';
  return folds === undefined
    ? `no test part: ${percent(test)} of each class are held back as the test set, drawn by the seed; ${equal}`
    : `no test part: each of ${folds} folds is the test set once; ${equal}`;
}

/** Examples of each class before anything is made rare; with folds their mean. */
function availableIn(source: DataSource, definition: SuiteDefinition, {folds}: SuiteOptions): Available {
  const {perClass = Number.POSITIVE_INFINITY, test = TEST_SHARE} = definition;
  const {title} = source;
  const {classNames} = source.train;
  const train = classCounts(source.train);
  const capped = (counts: readonly number[]): number[] => counts.map((count) => Math.min(count, perClass));
  if (source.test !== undefined)
    return {title, classNames, train: capped(train), test: classCounts(source.test)};
  if (folds !== undefined) {
    checkEnough(source, folds, `${folds} folds`);
    const share = (part: number): number[] => train.map((count) => Math.round(count * part));
    return {title, classNames, train: capped(share((folds - 1) / folds)), test: share(1 / folds)};
  }
  checkEnough(source, 2, 'a training and a test part');
  // Equal examples stay together, which changes counts by a few from seed to seed: these are those without.
  const parts = splitRows(source.train.labels, {test, seed: 1});
  const counts = (rows: Int32Array): number[] => countsOf(selectRows(source.train, rows));
  return {title, classNames, train: capped(counts(parts.train)), test: counts(parts.test)};
}

function checkEnough({train}: DataSource, needed: number, what: string): void {
  const groups = duplicateGroups(train);
  for (const [label, name] of train.classNames.entries()) {
    const different = new Set(groups.filter((_, row) => train.labels[row] === label)).size;
    if (different < needed) {
      throw new UserError(
        `data: class ${name} of ${train.name} has ${different} different ${different === 1 ? 'example' : 'examples'}; ${what} need at least ${needed}.`,
      );
    }
  }
}

async function load(
  definition: SuiteDefinition,
  {dataset, seed, fold, data}: LoadRequest,
): Promise<TrainTestExamples> {
  if (definition.data.builtIn === 'digits') return drawn(dataset, seed);
  const {label, header, trainCounts, testCounts, noise} = dataset;
  const source = await readSource(definition.data, {data, label, header});
  const parts = partsOf(source, {seed, fold, test: definition.test ?? TEST_SHARE});
  const {perClass, imbalance} = definition;
  const isCut = perClass !== undefined || imbalance !== undefined;
  const train = isCut ? cut(parts.train, trainCounts, seedOf(seed, 'training images')) : parts.train;
  const test =
    imbalance?.test === undefined ? parts.test : cut(parts.test, testCounts, seedOf(seed, 'test images'));
  if (noise === undefined) return examplesOf(train, test);
  const {labels, flips} = noisyLabels(train.labels, {
    noise: {kind: 'symmetric', rate: noise},
    classes: train.classes,
    seed: seedOf(seed, 'label noise'),
  });
  return {...examplesOf({...train, labels}, test), flippedLabels: flips.rows.length};
}

function drawn({trainCounts, testCounts}: DatasetSettings, seed: number): TrainTestExamples {
  return {
    train: imageExamples(strokeDigits({counts: trainCounts, seed: seedOf(seed, 'digits')})),
    test: imageExamples(strokeDigits({counts: testCounts, seed: DIGITS_TEST_SEED, split: 'test'})),
  };
}

interface Parts {
  readonly train: Dataset;
  readonly test: Dataset;
}

/** Training and test part; those that are drawn have equal examples on one side. */
function partsOf(
  {train: all, test: given}: DataSource,
  {seed, fold, test}: {readonly seed: number; readonly fold: Fold | null; readonly test: number},
): Parts {
  if (given !== undefined) return {train: all, test: given};
  const groups = duplicateGroups(all);
  const rows =
    fold === null
      ? splitRows(all.labels, {test, seed: seedOf(seed, 'test part'), groups: groupsIfAny(groups)})
      : stratifiedKFold(all.labels, {folds: fold.of, seed: seedOf(seed, 'folds'), groups})[fold.number - 1]!;
  return {train: selectRows(all, rows.train), test: selectRows(all, rows.test)};
}

/** Without groups every class has exactly its share. */
function groupsIfAny(groups: Int32Array): Int32Array | undefined {
  return new Set(groups).size < groups.length ? groups : undefined;
}

/** Of a class that has fewer in this part, all are kept. */
function cut(part: Dataset, counts: readonly number[], seed: number): Dataset {
  const available = countsOf(part);
  const kept = counts.map((count, label) => Math.min(count, available[label]!));
  return subsample(part, kept, seed).dataset;
}

function examplesOf(train: Dataset, test: Dataset): TrainTestExamples {
  if ('columns' in train && 'columns' in test) return tableExamples(train, test);
  return {train: imageExamples(train as ImageDataset), test: imageExamples(test as ImageDataset)};
}
