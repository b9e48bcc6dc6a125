import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {startBackend} from '../src/backend.js';
import {countsOf, everyRow} from '../src/examples.js';
import {performRun} from '../src/runs/perform-run.js';
import {makePlan, type Plan, type PlanRequest} from '../src/runs/plan.js';
import {checkSuite, readSuiteFile} from '../src/suites/declared/read-suite-file.js';
import {suiteText} from '../src/suites/definitions.js';
import {chosenSuite, suiteOf} from '../src/suites/index.js';
import {writeIdxFiles} from './idx-files.js';
import {planRequest} from './plan-request.js';
import {tempFolder} from './temp-folder.js';

const small = {name: 'mine', data: {builtIn: 'digits'}, imbalance: {rare: [0, 1], fractions: [0.1]}};

/** [what is wrong, the error] */
const wrong: [change: object, message: string][] = [
  [{perClas: 3}, "perClas is unknown. Did you mean 'perClass'?"],
  [{seeds: 'three'}, 'seeds must be an integer from 1, but is "three".'],
  [{name: 'my suite'}, 'name must be a name of letters, digits'],
  [{name: undefined}, 'name is missing.'],
  [
    {data: {builtIn: 'digit'}},
    'data.builtIn must be one of "digits", "mnist", "image-set", but is "digit". Did you mean \'digits\'?',
  ],
  [{data: {}}, 'data must have one of builtIn, csv, images, idx.'],
  [{data: {csv: 'a.csv', images: 'b'}}, 'data has csv and images; one of them is expected.'],
  [{data: {csv: 'a.csv', lable: 'x'}}, "data.lable is unknown. Did you mean 'label'?"],
  [{data: {images: 'a', label: 'x'}}, "data.label belongs to 'csv', and this data is 'images'."],
  [{data: {idx: 'a', labels: 'b', testPart: 'c'}}, 'data.testLabels is missing'],
  [{imbalance: {rare: [0], fraction: [0.1]}}, "imbalance.fraction is unknown. Did you mean 'fractions'?"],
  [
    {imbalance: {rare: [0], fractions: [0.1, 2]}},
    'imbalance.fractions[1] must be a number above 0 and up to 1, but is 2.',
  ],
  [{imbalance: {fractions: [0.1]}}, 'imbalance.rare is missing'],
  [{imbalance: {rare: [0]}}, "imbalance needs 'fractions', 'train' or 'test'"],
  [{imbalance: {ratios: [10], fractions: [0.1]}}, 'imbalance.fractions does not go with imbalance.ratios'],
  [{imbalance: {rare: [0], train: [6, 3], test: [1]}}, 'imbalance.test has 1 numbers and imbalance.train 2'],
  [{noise: [0.1, 0.1]}, 'noise must be a list of different numbers from 0 and below 1, but is [0.1,0.1].'],
  [{losses: ['softmax', 3]}, 'losses[1] must be a loss such as "affinity:margin=0.5"'],
  [{losses: [{los: 'softmax', title: 'a'}]}, "losses[0].los is unknown. Did you mean 'loss'?"],
  [{epochs: 2, steps: 3}, 'steps does not go with epochs.'],
  [{test: 0.3}, 'test is for data without a test part, and this data has one.'],
  [{presets: {quik: {}}}, "presets.quik is unknown. Did you mean 'quick'?"],
  [{presets: {quick: {epoch: 3}}}, "presets.quick.epoch is unknown. Did you mean 'epochs'?"],
];

test.each(wrong)('%j', (change, message) => {
  const content = JSON.parse(JSON.stringify({...small, ...change})) as unknown;
  expect(() => checkSuite(content, 'mine.json')).toThrow(`mine.json: ${message}`);
});

test('the example of the README is a suite', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, json = ''] = /```json\n(.*?)```/s.exec(readme) ?? [];
  expect(checkSuite(JSON.parse(json), 'README').name).toBe('my-flowers');
});

test('what is no object and what is no JSON is said', async () => {
  expect(() => checkSuite([], 'mine.json')).toThrow('mine.json: the file must be an object, but is [].');
  const path = join(tempFolder(), 'mine.json');
  writeFileSync(path, '{"name": "mine",}');
  await expect(readSuiteFile(path)).rejects.toThrow('mine.json is no JSON: ');
});

async function planOf(
  content: object,
  changes: Partial<PlanRequest> = {},
  folder = tempFolder(),
): Promise<Plan> {
  writeFileSync(join(folder, 'mine.json'), JSON.stringify(content));
  const suite = await chosenSuite('./mine.json', folder, undefined);
  return makePlan(planRequest({suite, suiteFile: './mine.json', losses: 'softmax', seeds: [1], ...changes}));
}

test.each(['digits', 'mnist-imbalance', 'mnist-even', 'mnist-noise', 'long-tail'])(
  '%s is printed as a file that is the same comparison',
  async (name) => {
    const folder = tempFolder();
    writeIdxFiles(folder, [300, 20]);
    const definition = JSON.parse(suiteText(name)) as {imbalance?: {train?: number[]; test?: number[]}};
    const data = name === 'digits' ? undefined : folder;
    // The drawn data is too small for the sizes of MNIST.
    const sizes = name === 'mnist-even' ? {datasets: ['mnist-even-10', 'mnist-even-20']} : {};
    if (name === 'mnist-even') {
      definition.imbalance = {...definition.imbalance, train: [120, 60], test: [20, 10]};
      const own = await planOf(definition, {data, ...sizes, losses: undefined}, folder);
      expect(
        own.settings.datasets.map(({trainCounts, testCounts}) => [
          trainCounts[0],
          testCounts[0],
          testCounts[1],
        ]),
      ).toEqual([
        [120, 20, 20],
        [60, 10, 20],
      ]);
      return;
    }
    const own = await planOf(definition, {data, losses: undefined}, folder);
    const builtIn = await makePlan(
      planRequest({suite: await chosenSuite(name, folder, data), losses: undefined, seeds: [1], data}),
    );
    expect(own.settings.datasets).toEqual(builtIn.settings.datasets);
    expect(own.settings.losses).toEqual(builtIn.settings.losses);
    expect(own.specs.map(({id, epochs}) => [id, epochs])).toEqual(
      builtIn.specs.map(({id, epochs}) => [id, epochs]),
    );
    expect(own.specs[0]!.command).toMatch(/^npm run bench -- run \.\/mine\.json /);
  },
);

test('a run of a file is made from what its spec says, and cuts and changes the training set as the file says', async () => {
  const folder = tempFolder();
  writeIdxFiles(folder, [40, 10]);
  const file = {
    name: 'mine',
    data: {idx: 't10k-images-idx3-ubyte', labels: 't10k-labels-idx1-ubyte', title: 'few digits'},
    test: 0.2,
    imbalance: {rare: ['3', '4'], train: [4]},
    noise: [0, 0.5],
    backbone: 'mlp',
  };
  const {specs, settings} = await planOf(file, {epochs: 1}, folder);
  expect(settings.datasets.map(({name}) => name)).toEqual(['mine-4-noise-0%', 'mine-4-noise-50%']);
  const [clean, noisy] = settings.datasets;
  expect(clean!.trainCounts).toEqual([8, 8, 8, 4, 4, 8, 8, 8, 8, 8]);
  expect(clean!.testCounts).toEqual(new Array(10).fill(2));
  expect(clean!.description).toContain('classes 3 and 4 keep 4 training examples each');
  expect(clean!.description).toContain('20% of each class are held back as the test set, drawn by the seed');
  // As a worker gets it.
  const spec = JSON.parse(JSON.stringify(specs[0])) as (typeof specs)[number];
  const suite = suiteOf(spec);
  const load = (dataset: typeof clean, seed: number) =>
    suite.load({dataset: dataset!, seed, fold: null, data: spec.data});
  const [first, again, other, wrongLabels] = [
    await load(clean, 1),
    await load(clean, 1),
    await load(clean, 2),
    await load(noisy, 1),
  ];
  expect(countsOf(first.train)).toEqual(clean!.trainCounts);
  expect(countsOf(first.test)).toEqual(clean!.testCounts);
  const pixels = ({test: part}: typeof first) => part.values(everyRow(part.count));
  expect(pixels(again)).toEqual(pixels(first));
  expect(pixels(other)).not.toEqual(pixels(first));
  expect(wrongLabels.flippedLabels).toBe(36);
  expect(wrongLabels.test.labels).toEqual(first.test.labels);
  await startBackend('wasm', import.meta.dirname);
  const run = await performRun(spec);
  expect(run.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(20);
});

test('a class that the data has not is refused with the nearest name', async () => {
  const content = {...small, imbalance: {rare: ['01'], fractions: [0.1]}};
  await expect(planOf(content)).rejects.toThrow(
    "imbalance.rare: the data has no class '01'. Did you mean '0'?",
  );
});

test('an own table is divided by the seed, or by folds, and equal rows stay together', async () => {
  const folder = tempFolder();
  const rows = Array.from(
    {length: 60},
    (_, at) => `${at % 30},${(at * 7) % 11 < 12 ? 1 : 0},${at % 30 < 20 ? 'a' : 'b'}`,
  );
  writeFileSync(join(folder, 'table.csv'), `x,y,class\n${rows.join('\n')}\n`);
  const file = {name: 'mine', data: {csv: 'table.csv', label: 'class'}, test: 0.25};
  const {specs, settings} = await planOf(file, {}, folder);
  expect(settings.datasets[0]).toMatchObject({
    name: 'table',
    file: 'table.csv',
    label: 'class',
    header: true,
  });
  expect(settings.datasets[0]!.testCounts).toEqual([10, 5]);
  const {dataset, data} = specs[0]!;
  const {train, test: held} = await suiteOf(specs[0]!).load({dataset, seed: 3, fold: null, data});
  expect(train.count + held.count).toBe(60);
  // 30 different rows, each twice: none is on both sides.
  const texts = ({values, count}: typeof train) => {
    const all = values(everyRow(count));
    return new Set(Array.from({length: count}, (_, at) => all[at * train.shape[0]!]!.toFixed(4)));
  };
  expect([...texts(train)].filter((text) => texts(held).has(text))).toEqual([]);
  const folded = await planOf({...file, test: undefined, folds: 3}, {}, folder);
  expect(folded.specs.map(({fold}) => fold?.number)).toEqual([1, 2, 3]);
  expect(folded.settings.datasets[0]!.testCounts).toEqual([13, 7]);
  expect(new Set([...folded.specs, ...specs].map(({key}) => key)).size).toBe(4);
});

test('what decides a run is part of its key, and what does not is not', async () => {
  const keyOf = async (change: object): Promise<string> =>
    (await planOf({...small, epochs: 2, ...change})).specs[0]!.key;
  const key = await keyOf({});
  expect(await keyOf({description: 'Another.', seeds: 5, losses: ['softmax', 'center']})).toBe(key);
  expect(await keyOf({imbalance: {rare: [0, 1], fractions: [0.1, 0.5]}})).toBe(key);
  const others = [
    {backbone: 'cnn'},
    {perClass: 500},
    {epochs: 3},
    {imbalance: {rare: [0], fractions: [0.1]}},
  ];
  for (const other of others) expect(await keyOf(other), JSON.stringify(other)).not.toBe(key);
});
