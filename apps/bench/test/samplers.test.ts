import {afterEach, beforeAll, describe, expect, test, vi} from 'vitest';
import {startBackend} from '../src/backend.js';
import {type Examples, everyRow, numberExamples} from '../src/examples.js';
import {performRun} from '../src/runs/perform-run.js';
import {batchMethods} from '../src/samplers/batching.js';
import {chooseSamplers} from '../src/samplers/choose.js';
import {resamplingMethods} from '../src/samplers/resampling.js';
import {digits} from '../src/suites/digits.js';
import {epochBatches} from '../src/training/batches.js';
import {type TrainingSet, trainingSet} from '../src/training/training-set.js';
import {tinySpec} from './tiny-spec.js';

beforeAll(() => startBackend('wasm', import.meta.dirname));
afterEach(() => vi.restoreAllMocks());

const BATCH = 32;
const EPOCHS = 4;

/** Three classes in the plane that overlap: 120, 40 and 15 rows, mixed. */
function points(): Examples {
  const labels = Int32Array.from({length: 175}, (_, i) =>
    i % 11 === 0 && i < 165 ? 2 : i % 4 === 1 ? 1 : 0,
  );
  const data = Float32Array.from({length: 350}, (_, i) => {
    const label = labels[i >> 1]!;
    return label + 1.2 * Math.sin(12.9898 * (i + 1) * (i + 3));
  });
  return numberExamples(data, {shape: [2], labels, classNames: ['usual', 'seldom', 'rare']});
}

async function sampled(text: string, examples = points(), seed = 1): Promise<TrainingSet> {
  const [sampler] = chooseSamplers(text);
  return trainingSet(sampler!, examples, {batchSize: BATCH, epochs: EPOCHS, seed});
}

const epochsOf = (set: TrainingSet): Int32Array[][] =>
  Array.from({length: EPOCHS}, (_, epoch) => [...set.batches(epoch + 1)]);

const sizes = (batches: Int32Array[]): number[] => batches.map(({length}) => length);

const countBy = ({labels}: Examples, rows: Iterable<number>): number[] => {
  const counts = [0, 0, 0];
  for (const row of rows) counts[labels[row]!]!++;
  return counts;
};

const resamplers = resamplingMethods.filter(({takesTexts}) => !takesTexts).map(({name}) => name);
const batchers = batchMethods.map(({name}) => name);

test('without a sampler an epoch has every row once', async () => {
  const set = await sampled('none');
  expect(set.examples.labels).toEqual(points().labels);
  expect([...set.batches(3)]).toEqual(epochBatches(175, BATCH, 1, 3));
  expect(set.trainedOn).toEqual({counts: countBy(points(), everyRow(175)), synthetic: 0, steps: 24});
});

test.each([...resamplers, ...batchers])('%s: as many steps of batches of the same size', async (name) => {
  const plain = epochsOf(await sampled('none'));
  const set = await sampled(name);
  const epochs = epochsOf(set);
  expect(epochs.map((batches) => batches.length)).toEqual(plain.map((batches) => batches.length));
  if (name === 'm-per-class') expect(sizes(epochs[0]!)).toEqual(new Array(6).fill(30));
  else expect(epochs.map(sizes)).toEqual(plain.map(sizes));
  for (const row of epochs.flat().flatMap((batch) => [...batch])) {
    expect(row).toBeGreaterThanOrEqual(0);
    expect(row).toBeLessThan(set.examples.count);
  }
  expect(set.trainedOn.steps).toBe(EPOCHS * set.stepsPerEpoch);
  expect(epochsOf(await sampled(name))).toEqual(epochs);
});

test.each(['smote', 'random-under-sampler'])('%s: no row comes again before all have come', async (name) => {
  const set = await sampled(name);
  const rows = epochsOf(set)
    .flat()
    .flatMap((batch) => [...batch]);
  const {count} = set.examples;
  expect(rows.length).toBe(4 * 175);
  for (let at = 0; at + count <= rows.length; at += count) {
    expect(new Set(rows.slice(at, at + count)).size).toBe(count);
  }
});

test('resampling changes the counts; the rows that were there stay as they were', async () => {
  const given = points();
  const {examples, trainedOn} = await sampled('smote');
  const [usual, seldom, rare] = countBy(given, everyRow(175)) as [number, number, number];
  expect(trainedOn.counts).toEqual([usual, usual, usual]);
  expect(trainedOn.synthetic).toBe(2 * usual - seldom - rare);
  expect(examples.values(everyRow(175))).toEqual(given.values(everyRow(175)));
  expect(examples.labels.slice(0, 175)).toEqual(given.labels);
  const under = await sampled('random-under-sampler');
  expect(under.trainedOn).toMatchObject({counts: [rare, rare, rare], synthetic: 0});
  expect((await sampled('smote:targets={"counts":{"rare":50,"seldom":60}}')).trainedOn.counts).toEqual([
    usual,
    60,
    50,
  ]);
});

test('what is drawn depends on the seed of the run', async () => {
  const values = async (seed: number): Promise<Float32Array> => {
    const {examples} = await sampled('smote', points(), seed);
    return examples.values(everyRow(examples.count));
  };
  expect(await values(1)).not.toEqual(await values(2));
  const batches = async (seed: number): Promise<Int32Array[][]> =>
    epochsOf(await sampled('class-balanced', points(), seed));
  expect(await batches(1)).not.toEqual(await batches(2));
});

describe('batch samplers', () => {
  const shares = async (text: string): Promise<number[][]> => {
    const set = await sampled(text);
    expect(set.trainedOn.synthetic).toBe(0);
    return epochsOf(set).map((batches) =>
      countBy(
        points(),
        batches.flatMap((batch) => [...batch]),
      ),
    );
  };
  const all = countBy(points(), everyRow(175));

  test('class-balanced, also deferred', async () => {
    for (const counts of await shares('class-balanced')) {
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
    const [first, second, third, fourth] = await shares('deferred');
    expect([first, second, third]).toEqual([all, all, all]);
    expect(Math.max(...fourth!) - Math.min(...fourth!)).toBeLessThanOrEqual(1);
    expect((await shares('deferred:from=0.25:rule=square-root'))[0]).toEqual(all);
    expect((await shares('deferred:from=0.25:rule=square-root'))[1]).toEqual(
      (await shares('square-root'))[1],
    );
    expect((await shares('deferred:from=0'))[0]).toEqual((await shares('class-balanced'))[0]);
  });

  test('progressively balanced over the epochs of the run', async () => {
    const rare = (await shares('progressively-balanced')).map((counts) => counts[2]!);
    expect(rare[0]).toBe(all[2]);
    expect(rare).toEqual([...rare].sort((a, b) => a - b));
    expect(rare[3]).toBeGreaterThan(rare[0]!);
    expect((await shares('progressively-balanced:epochs=1'))[1]![2]).toBeGreaterThanOrEqual(58);
  });

  test('m per class: all classes in every batch, or those that were asked for', async () => {
    const set = await sampled('m-per-class:classesPerBatch=2:rowsPerClass=5');
    for (const rows of epochsOf(set).flat()) {
      expect(countBy(points(), rows).filter((count) => count > 0)).toEqual([5, 5]);
    }
    for (const rows of epochsOf(await sampled('m-per-class')).flat()) {
      expect(countBy(points(), rows)).toEqual([10, 10, 10]);
    }
  });
});

/** The points again, beside a column of two texts, or that column alone. */
function mixed(withNumbers: boolean): Examples {
  const {labels, classNames, count, values} = points();
  const numbers = values(everyRow(count));
  const size = withNumbers ? 4 : 2;
  const data = new Float32Array(size * count);
  for (let row = 0; row < count; row++) {
    const text = (row * row) % 5 > 1 ? 1 : 0;
    if (withNumbers) data.set([numbers[2 * row]!, 1 - text, text, numbers[2 * row + 1]!], 4 * row);
    else data.set([1 - text, text], 2 * row);
  }
  const oneHots = [{start: withNumbers ? 1 : 0, size: 2}];
  return numberExamples(data, {shape: [size], labels, classNames, oneHots});
}

test.each([
  ['smote-nc', true],
  ['smote-n', false],
] as const)('%s makes rows that have one text in each text column', async (name, withNumbers) => {
  const given = mixed(withNumbers);
  const {examples, trainedOn} = await sampled(name, given);
  expect(new Set(trainedOn.counts).size).toBe(1);
  expect(trainedOn.synthetic).toBeGreaterThan(100);
  expect(examples.values(everyRow(175))).toEqual(given.values(everyRow(175)));
  const [size = 0] = examples.shape;
  const values = examples.values(everyRow(examples.count));
  const [start = 0] = examples.oneHots.map((oneHot) => oneHot.start);
  const texts = Array.from({length: examples.count}, (_, row) =>
    values.slice(row * size + start, row * size + start + 2).join(),
  );
  expect(new Set(texts)).toEqual(new Set(['0,1', '1,0']));
  if (!withNumbers) return;
  // SMOTE itself stops between two texts.
  const between = await sampled('smote', given);
  const halves = between.examples.values(everyRow(between.examples.count));
  expect(halves.filter((value, at) => at % 4 === 1 && value > 0 && value < 1).length).toBeGreaterThan(0);
});

test('SMOTE-NC needs a text column', async () => {
  await expect(sampled('smote-nc')).rejects.toThrow(/^smoteNc: /);
});

test('a class that is too small is named', async () => {
  await expect(sampled('smote:k=200')).rejects.toThrow(/smote: class rare has \d+ rows, and k = 200 needs/);
});

test.each(['none', 'smote:k=2', 'class-balanced'])(
  'with %s nothing reads the test set before the last step',
  async (text) => {
    let isTrained = false;
    let reads = 0;
    const load = digits.load;
    vi.spyOn(digits, 'load').mockImplementation(async (request) => {
      const {train, test} = await load(request);
      const guarded: Examples = {
        ...test,
        get labels(): Int32Array {
          reads++;
          if (!isTrained) throw new Error('labels of the test set were read in training');
          return test.labels;
        },
        values: (rows) => {
          if (!isTrained) throw new Error('the test set was read in training');
          return test.values(rows);
        },
      };
      return {train, test: guarded};
    });
    const [sampler] = chooseSamplers(text);
    const run = await performRun(await tinySpec({sampler: sampler!, epochs: 1}), (done, total) => {
      isTrained = done === total;
    });
    expect(reads).toBeGreaterThan(0);
    expect(run.sampler).toBe(sampler?.settings.name ?? null);
    // The test set has the classes as they are, whatever the sampler does.
    expect(run.perClass.map(({support}) => support)).toEqual(new Array(10).fill(6));
    expect(run.trainedOn?.counts).toEqual(
      text === 'smote:k=2' ? new Array(10).fill(24) : [4, 4, 4, 4, 4, 24, 24, 24, 24, 24],
    );
    expect(run.perClass.map(({trainCount}) => trainCount)).toEqual([4, 4, 4, 4, 4, 24, 24, 24, 24, 24]);
  },
);
