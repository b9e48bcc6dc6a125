import {beforeAll, expect, test} from 'vitest';
import {startBackend} from '../src/backend.js';
import {everyRow} from '../src/examples.js';
import {performRun} from '../src/runs/perform-run.js';
import {makePlan} from '../src/runs/plan.js';
import {mnistNoise} from '../src/suites/mnist-noise.js';
import {writeIdxFiles} from './idx-files.js';
import {planRequest} from './plan-request.js';
import {tempFolder} from './temp-folder.js';

beforeAll(() => startBackend('wasm', import.meta.dirname));

function files(): string {
  const folder = tempFolder();
  writeIdxFiles(folder, [20, 3]);
  return folder;
}

const load = async (data: string, noise: number, seed = 1) => {
  const options = {
    fractions: [],
    noise: [noise],
    ratios: [],
    largest: 0,
    folds: undefined,
    data,
    label: undefined,
    header: undefined,
  };
  const [dataset] = await mnistNoise.datasets(options);
  return mnistNoise.load({dataset: dataset!, seed, fold: null, data});
};

test('training labels are wrong at the rate that was asked for, and test labels are those of the files', async () => {
  const data = files();
  const [clean, noisy, other] = [await load(data, 0), await load(data, 0.4), await load(data, 0.4, 2)];
  expect(clean.flippedLabels).toBe(0);
  expect(noisy.flippedLabels).toBe(80);
  expect(noisy.train.values(everyRow(200))).toEqual(clean.train.values(everyRow(200)));
  const wrong = noisy.train.labels.filter((label, row) => label !== clean.train.labels[row]);
  expect(wrong).toHaveLength(80);
  expect(new Set(wrong).size).toBe(10);
  expect(other.train.labels).not.toEqual(noisy.train.labels);
  expect(noisy.test.labels).toEqual(clean.test.labels);
  expect([...noisy.test.labels].map((label, row) => label - clean.test.labels[row]!)).toEqual(
    new Array(30).fill(0),
  );
});

test('a comparison has the levels of noise as data sets, and a run reports the flips', async () => {
  const data = files();
  const request = planRequest({
    suite: mnistNoise,
    data,
    noise: [0, 0.25],
    losses: 'softmax',
    seeds: [1],
    epochs: 1,
  });
  const {settings, specs} = await makePlan(request);
  expect(settings.datasets.map(({name, noise}) => [name, noise])).toEqual([
    ['mnist-noise-0%', 0],
    ['mnist-noise-25%', 0.25],
  ]);
  expect(new Set(specs.map(({key}) => key)).size).toBe(2);
  expect(specs[1]!.command).toContain('--noise 0.25');
  expect(specs[1]!.command).not.toContain('--datasets');
  const run = await performRun(specs[1]!);
  expect(run.trainedOn).toMatchObject({flippedLabels: 50, synthetic: 0});
  expect(run.trainedOn!.counts.reduce((sum, count) => sum + count, 0)).toBe(200);
  expect(run.metrics.rareRecall).toBeUndefined();
  expect(run.metrics.auroc).toBeGreaterThan(0);
});
