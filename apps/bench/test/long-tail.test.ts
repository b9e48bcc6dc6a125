import {existsSync, writeFileSync} from 'node:fs';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {beforeAll, expect, test} from 'vitest';
import {startBackend} from '../src/backend.js';
import {everyRow} from '../src/examples.js';
import {toHtml} from '../src/report/html/page.js';
import {summarise} from '../src/report/summarise.js';
import {toTerminalTable} from '../src/report/terminal-table.js';
import type {DatasetSettings, Results} from '../src/results/types.js';
import {performRun} from '../src/runs/perform-run.js';
import {makePlan} from '../src/runs/plan.js';
import {longTail} from '../src/suites/long-tail.js';
import {writeCifarBatches, writeCifarFiles} from './cifar-files.js';
import {writeIdxFiles} from './idx-files.js';
import {planRequest} from './plan-request.js';
import {tempFolder} from './temp-folder.js';

beforeAll(() => startBackend('wasm', import.meta.dirname));

function folderWith(write: (folder: string) => void): string {
  const folder = tempFolder();
  write(folder);
  return folder;
}

const datasets = (data: string, ratios: number[], largest: number): Promise<DatasetSettings[]> =>
  longTail.datasets({
    fractions: [],
    noise: [],
    ratios,
    largest,
    folds: undefined,
    data,
    label: undefined,
    header: undefined,
  });

/** n ρ^(−j/9), rounded down, for 40 images and ratio 10. */
const tail40 = [40, 30, 23, 18, 14, 11, 8, 6, 5, 4];
const ten = (count: number): number[] => new Array<number>(10).fill(count);

test('counts fall off exponentially to the ratio, images are drawn by the seed, the test set stays as it is', async () => {
  const data = folderWith((folder) => writeIdxFiles(folder, [40, 3]));
  const [dataset, steep] = await datasets(data, [10, 40], 40);
  expect(dataset).toMatchObject({
    trainCounts: tail40,
    testCounts: ten(3),
    rareLabels: [5, 6, 7, 8, 9],
    ratio: 10,
  });
  expect(dataset!.description).not.toContain('too few');
  expect(steep!.trainCounts.at(-1)).toBe(1);
  const load = (seed: number) => longTail.load({dataset: dataset!, seed, fold: null, data});
  const [first, again, other] = [await load(1), await load(1), await load(2)];
  const pixels = ({train}: typeof first) => train.values(everyRow(train.count));
  expect(tail40.map((_, label) => first.train.labels.filter((one) => one === label).length)).toEqual(tail40);
  expect(pixels(again)).toEqual(pixels(first));
  expect(pixels(other)).not.toEqual(pixels(first));
  expect(first.test.count).toBe(30);
});

test('CIFAR-10 is found as five batches and as one file', async () => {
  const batches = folderWith((folder) => writeCifarBatches(folder, ten(4), ten(2)));
  const [dataset] = await datasets(batches, [10], 20);
  expect(dataset!.name).toBe('cifar-10-lt-10');
  expect(dataset!.classNames[9]).toBe('truck');
  expect(dataset!.trainCounts).toEqual([20, 15, 11, 9, 7, 5, 4, 3, 2, 2]);
  expect((await datasets(batches, [10], 12))[0]!.trainCounts[0]).toBe(12);
  const {train} = await longTail.load({dataset: dataset!, seed: 1, fold: null, data: batches});
  expect(train.shape).toEqual([32, 32, 3]);
  const joined = folderWith((folder) => writeCifarFiles(folder, ten(20), ten(2)));
  expect((await datasets(joined, [10], 20))[0]).toMatchObject({trainCounts: dataset!.trainCounts});
});

test('a data set with a tail of its own is cut to a shorter one of the ratio, which is said, or refused', async () => {
  const data = folderWith((folder) => writeCifarFiles(folder, tail40, ten(1)));
  const [mild, same] = await datasets(data, [5, 10], 40);
  expect(same!.trainCounts).toEqual(tail40);
  expect(same!.description).not.toContain('too few');
  // The last class has 4 images: 24 / 5 is the most that rounds down to them.
  expect(mild!.trainCounts[0]).toBe(24);
  expect(mild!.trainCounts[9]).toBe(4);
  expect(mild!.trainCounts.every((count, label) => count <= tail40[label]!)).toBe(true);
  expect(mild!.description).toContain('too few for a tail that begins with the 40 that were asked for');
  await expect(datasets(data, [5, 41], 40)).rejects.toThrow('--ratios: 41 is above --largest 40');
  const lacking = folderWith((folder) => writeCifarFiles(folder, [9, 9, 9, 9, 9, 9, 9, 9, 9, 0], ten(1)));
  await expect(datasets(lacking, [5], 9)).rejects.toThrow(
    `no tail of ratio 5 can be cut from CIFAR-10: its classes have 9, 9, 9, 9, 9, 9, 9, 9, 9, 0 training examples`,
  );
});

test('IDX files are called after their labels, or after their folder where they are others', async () => {
  const own = folderWith((folder) => writeIdxFiles(folder, [10, 1]));
  expect((await datasets(own, [10], 10))[0]!.name.toLowerCase()).toBe(`${basename(own)}-lt-10`.toLowerCase());
});

const shared = fileURLToPath(new URL('../../../../shared/data', import.meta.url));
test.skipIf(!existsSync(shared))(
  'MNIST and CIFAR-10-LT are known (skipped where ../shared/data is absent)',
  async () => {
    const [mnist] = await datasets(join(shared, 'mnist'), [100], 1000);
    expect(mnist).toMatchObject({
      name: 'mnist-lt-100',
      trainCounts: [1000, 599, 359, 215, 129, 77, 46, 27, 16, 10],
    });
    const [mild, cifar] = await datasets(join(shared, 'cifar10'), [10, 100], 5000);
    // As the folder's README has them.
    expect(cifar!.trainCounts).toEqual([5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50]);
    expect([mild!.trainCounts[0], mild!.trainCounts[9]]).toEqual([509, 50]);
  },
);

test('a folder without images, or with those of two data sets, is refused', async () => {
  const empty = tempFolder();
  await expect(datasets(empty, [10], 20)).rejects.toThrow(`--data: ${empty} has neither MNIST`);
  const both = folderWith((folder) => {
    writeIdxFiles(folder, [2, 1]);
    writeCifarFiles(folder, ten(2), ten(1));
  });
  await expect(datasets(both, [2], 2)).rejects.toThrow('has the files of MNIST and of CIFAR-10');
  const torn = folderWith((folder) => writeFileSync(join(folder, 'data_batch_1.bin'), 'x'));
  await expect(datasets(torn, [2], 2)).rejects.toThrow('lacks data_batch_2.bin');
});

test('a run has the accuracies of many-, medium- and few-shot classes; tables and charts show them', async () => {
  const data = folderWith((folder) => writeIdxFiles(folder, [120, 2]));
  const request = planRequest({
    suite: longTail,
    data,
    ratios: [5, 50],
    largest: 120,
    losses: 'softmax',
    seeds: [1],
    epochs: 1,
  });
  const {settings, specs} = await makePlan(request);
  expect(specs[1]!.command).toContain('--ratios 50 --largest 120');
  expect(specs[1]!.command).not.toContain('--datasets');
  const runs = [await performRun(specs[0]!), await performRun(specs[1]!)];
  const [mild, steep] = runs;
  const recall = ({perClass}: (typeof runs)[0], belongs: (count: number) => boolean): number => {
    const recalls = perClass.filter(({trainCount}) => belongs(trainCount)).map((one) => one.recall);
    return recalls.reduce((sum, value) => sum + value, 0) / recalls.length;
  };
  expect(mild!.metrics.fewShotAccuracy).toBeUndefined();
  expect(mild!.metrics.mediumShotAccuracy).toBeCloseTo(
    recall(mild!, (count) => count <= 100),
    12,
  );
  expect(steep!.metrics.manyShotAccuracy).toBeCloseTo(
    recall(steep!, (count) => count > 100),
    12,
  );
  expect(steep!.metrics.fewShotAccuracy).toBeCloseTo(
    recall(steep!, (count) => count < 20),
    12,
  );
  const results: Results = {
    version: 1,
    suite: 'long-tail',
    settings: {...settings, seconds: 1},
    runs,
    summary: summarise(runs, settings),
  };
  const table = toTerminalTable(results);
  for (const title of ['many-shot', 'medium-shot', 'few-shot']) expect(table).toContain(title);
  const page = toHtml(results);
  expect(page).toContain('Quality against imbalance');
  expect(page).toContain('macro-F1 against the imbalance ratio');
  // Their classes change with the ratio.
  expect(page).not.toContain('many-shot against the imbalance ratio');
});
