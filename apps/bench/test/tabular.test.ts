import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {Ajv2020} from 'ajv/dist/2020.js';
import {beforeAll, describe, expect, test} from 'vitest';
import {startBackend} from '../src/backend.js';
import {type Examples, everyRow} from '../src/examples.js';
import {resultsOf} from '../src/runs/compare.js';
import {performRun} from '../src/runs/perform-run.js';
import {makePlan, type Plan, type PlanRequest} from '../src/runs/plan.js';
import {failedRun} from '../src/runs/run-spec.js';
import {foldOf, readTable} from '../src/suites/tables.js';
import {tabular} from '../src/suites/tabular.js';
import {runCaptured} from './capture.js';
import {planRequest} from './plan-request.js';
import {tempFolder} from './temp-folder.js';

beforeAll(() => startBackend('wasm', import.meta.dirname));

/** 120 rows of an age, a colour with a rare one, and a class; every third row is there twice, and ages are missing. */
function rows(): string[] {
  return Array.from({length: 120}, (_, i) => {
    const at = i % 3 === 2 ? i - 1 : i;
    const kind = at % 5 === 1 || at % 20 === 0 ? 'bad' : 'good';
    const age = at % 13 === 0 ? '?' : String(20 + ((at * 37) % 61) + (kind === 'bad' ? 15 : 0));
    const colour = at === 7 ? 'violet' : ['red', 'green'][(at * at) % 3];
    return `${age},${colour},${kind}`;
  });
}

function written(text: string, name = 'people.csv'): string {
  const path = join(tempFolder(), name);
  writeFileSync(path, text);
  return path;
}

const people = (): string => written(`age,colour,class\n${rows().join('\n')}\n`);

const plan = (data: string, changes: Partial<PlanRequest> = {}): Promise<Plan> =>
  makePlan(planRequest({suite: tabular, data, losses: 'softmax,affinity', ...changes}));

const lines = (examples: Examples): string[] => {
  const [size = 0] = examples.shape;
  const values = examples.values(everyRow(examples.count));
  return Array.from({length: examples.count}, (_, row) => values.slice(row * size, (row + 1) * size).join());
};

test('every row is tested once a seed, and equal rows stay together', async () => {
  // With the ages that are missing filled, other rows would become equal.
  const path = written(`age,colour,class\n${rows().join('\n').replaceAll('?', '19.5')}`);
  const {table} = await readTable(path, {label: -1, header: undefined});
  const tested: string[][] = [1, 2].map((seed) =>
    [1, 2, 3, 4].flatMap((number) => {
      const {train, test} = foldOf(table, seed, {number, of: 4});
      expect(train.count + test.count).toBe(120);
      const trained = new Set(lines(train));
      const shared = lines(test).filter((line) => trained.has(line));
      expect(shared).toEqual([]);
      const bad = test.labels.filter((label) => test.classNames[label] === 'bad').length;
      expect(bad).toBeGreaterThan(0);
      return [...test.labels].map(String);
    }),
  );
  expect(tested.map(({length}) => length)).toEqual([120, 120]);
  const counts = tested.map((labels) => labels.filter((label) => label === '0').length);
  const bad = rows().filter((row) => row.endsWith('bad')).length;
  expect(counts).toEqual([bad, bad]);
});

test('columns are scaled, filled and encoded by the training folds alone', async () => {
  const {table} = await readTable(people(), {label: 'class', header: undefined});
  const withViolet = [1, 2, 3, 4, 5].map((number) => foldOf(table, 3, {number, of: 5}));
  let unknown = 0;
  for (const {train, test} of withViolet) {
    const columns = train.shape[0]!;
    const ages = (examples: Examples): number[] =>
      [...examples.values(everyRow(examples.count))].filter((_, at) => at % columns === 0);
    const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    const own = ages(train);
    expect(mean(own)).toBeCloseTo(0, 5);
    expect(mean(own.map((age) => age * age))).toBeCloseTo(1, 5);
    expect(Math.abs(mean(ages(test)))).toBeGreaterThan(1e-4);
    expect(test.shape).toEqual(train.shape);
    const colours = lines(test).map((line) => line.split(',').slice(1));
    for (const colour of colours) {
      const sum = colour.reduce((all, value) => all + Number(value), 0);
      // Violet, where no training row has it.
      if (sum === 0) unknown += 1;
      else expect(sum).toBe(1);
    }
    expect([3, 4]).toContain(columns);
    expect(train.oneHots).toEqual([{start: 1, size: columns - 1}]);
    if (columns === 4) expect(colours.every((colour) => colour.includes('1'))).toBe(true);
  }
  expect(unknown).toBeGreaterThan(0);
});

test('a comparison has every fold of every seed, the rare classes and the length of the training', async () => {
  const data = people();
  const {settings, specs} = await plan(data, {samplers: 'none,smote', seeds: [1, 2], folds: 4});
  expect(specs).toHaveLength(2 * 4 * 2 * 2);
  expect(settings).toMatchObject({folds: 4, baseline: {loss: 'softmax', sampler: null}});
  expect(settings.epochs).toBeUndefined();
  const [dataset] = settings.datasets;
  const bad = rows().filter((row) => row.endsWith('bad')).length;
  expect(dataset).toMatchObject({
    name: 'people',
    file: 'people.csv',
    label: 'class',
    header: true,
    classNames: ['bad', 'good'],
    trainCounts: [Math.round(0.75 * bad), Math.round(0.75 * (120 - bad))],
    testCounts: [Math.round(bad / 4), Math.round((120 - bad) / 4)],
    rareLabels: [0],
    epochs: 1000,
  });
  expect(dataset!.description).toMatch(
    /^people\.csv: 120 rows \(\d+ with the features of an earlier one\), 2 columns \(1 of text\), 2 classes by 'class', \d+ missing/,
  );
  expect(specs.slice(0, 5).map(({id}) => id)).toEqual([
    'people/softmax/1/1',
    'people/softmax/smote/1/1',
    'people/affinity/1/1',
    'people/affinity/smote/1/1',
    'people/softmax/1/2',
  ]);
  expect(specs.filter(({keepsEmbedding}) => keepsEmbedding).map(({id}) => id)).toEqual(
    specs.slice(0, 4).map(({id}) => id),
  );
  expect(new Set(specs.map(({key}) => key)).size).toBe(specs.length);
  expect(specs.at(-1)!.command).toBe(
    `npm run bench -- run tabular --losses affinity --samplers smote --seed 2 --folds 4 --fold 4 --epochs 1000 --datasets people --data ${data}`,
  );
  const [alone] = (
    await plan(data, {seeds: [2], folds: 4, fold: 4, losses: 'affinity', samplers: 'smote', epochs: 1000})
  ).specs;
  expect(alone!.id).toBe(specs.at(-1)!.id);
});

test('the same training, whether one fold was asked for or all', async () => {
  const data = people();
  const options = {losses: 'softmax', samplers: 'smote-nc:k=2', seeds: [2], folds: 4, epochs: 3};
  const [, , , last] = (await plan(data, options)).specs;
  const [alone] = (await plan(data, {...options, fold: 4})).specs;
  const [first, second] = [await performRun(last!), await performRun(alone!)];
  expect({...second, key: '', embedding: 0, seconds: 0}).toEqual({
    ...first,
    key: '',
    embedding: 0,
    seconds: 0,
  });
});

test('a folder is a comparison on all of its tables', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'b.csv'), `age,colour,class\n${rows().join('\n')}\n`);
  writeFileSync(join(folder, 'A.csv'), rows().slice(1).join('\r\n'));
  writeFileSync(join(folder, 'notes.txt'), 'no table');
  const {settings, specs} = await plan(folder, {seeds: [1], losses: 'softmax'});
  expect(settings.datasets.map(({name, header}) => [name, header])).toEqual([
    ['A', false],
    ['b', true],
  ]);
  expect(specs).toHaveLength(10);
  const run = await performRun({...specs[0]!, epochs: 2});
  expect(run).toMatchObject({dataset: 'A', fold: 1, status: 'ok'});
});

test('runs are valid by the schema, and one whose class is too small for the sampler fails alone', async () => {
  const {specs, ...others} = await plan(people(), {
    samplers: 'none,smote:k=40',
    seeds: [1],
    losses: 'softmax',
    epochs: 2,
  });
  const [plain, smote] = specs;
  const run = await performRun(plain!);
  expect(run.metrics).toMatchObject({auroc: expect.any(Number), averagePrecision: expect.any(Number)});
  const error = await performRun(smote!).catch((thrown: Error) => thrown.message);
  expect(error).toMatch(
    /^smote: class bad has \d+ rows, and k = 40 needs at least 41\. The largest k that works is \d+\.$/,
  );
  const results = resultsOf({specs, ...others}, [run, failedRun(smote!, String(error), 1)], 1);
  const schema = JSON.parse(
    readFileSync(new URL('../results.schema.json', import.meta.url), 'utf8'),
  ) as object;
  const validate = new Ajv2020({allErrors: true, allowUnionTypes: true}).compile(schema);
  expect(validate(JSON.parse(JSON.stringify(results))), JSON.stringify(validate.errors)).toBe(true);
});

describe('what cannot be used is refused, and nothing is written', () => {
  const good = `age,colour,class\n${rows().join('\n')}\n`;
  const wrong: [what: string, text: string, args: string[], message: RegExp][] = [
    [
      'a label column that does not exist',
      good,
      ['--label', 'clas'],
      /people\.csv: label is .*clas.* did you mean 'class'/i,
    ],
    [
      'a place that does not exist',
      good,
      ['--label', '7'],
      /people\.csv: label is column 7; a place from -3 to 2/,
    ],
    [
      'one class',
      good.replaceAll(/,(good|bad)\n/g, ',good\n'),
      [],
      /people\.csv: all 120 rows have the label 'good'/,
    ],
    ['a row of another length', good.replace('\n', '\n1,red\n'), [], /people\.csv, line 2\b/],
    ['an empty file', '', [], /people\.csv: is empty/],
    ['a quote that is never closed', `${good}"30,red,good\n`, [], /people\.csv, line 122/],
    [
      'more folds than rows of a class',
      `${good}30,red,odd\n31,red,odd\n30,red,few\n31,red,few\n32,red,few\n`,
      [],
      /class odd has 2 different rows, and 5 folds need at least 5\. --folds 2 would do\./,
    ],
    [
      'a class of one row',
      `${good}30,red,odd\n`,
      [],
      /class odd has 1 different row, and 5 folds need at least 5\. No number of folds/,
    ],
    [
      'names or not',
      'a,b,c\nd,e,f\ng,h,c\n',
      [],
      /people\.csv: whether line 1 has the names.*give --header or --no-header/,
    ],
    ['a fold that there is not', good, ['--fold', '6'], /--fold must be an integer from 1 to 5, but is 6\./],
  ];
  test.each(wrong)('%s', async (_, text, args, message) => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'people.csv'), text);
    const before = readdirSync(folder);
    const {code, stdout, stderr} = await runCaptured(
      ['run', 'tabular', '--data', 'people.csv', ...args],
      folder,
    );
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(readdirSync(folder)).toEqual(before);
  });

  test('no data, no file, no table in the folder', async () => {
    const folder = tempFolder();
    for (const [args, message] of [
      [[], '--data: the suite tabular needs a CSV file, or a folder with some.'],
      [['--data', 'nothing.csv'], '--data: '],
      [['--data', '.'], 'has no file that ends in .csv.'],
    ] as const) {
      const {code, stderr} = await runCaptured(['run', 'tabular', ...args], folder);
      expect(stderr).toContain(message);
      expect(code).toBe(2);
    }
  });
});

const tables = fileURLToPath(new URL('../../../../shared/data/tabular', import.meta.url));

describe.skipIf(!existsSync(tables))('public tables (skipped where ../shared/data/tabular is absent)', () => {
  test('are read with their rare classes', async () => {
    const {settings} = await plan(tables, {seeds: [1], losses: 'softmax'});
    const found = settings.datasets.map(({name, classNames, rareLabels}) => [
      name,
      rareLabels.map((label) => classNames[label]),
    ]);
    expect(found).toEqual([
      ['german', ['2']],
      ['glass', ['3', '5', '6']],
      ['haberman', ['2']],
      ['mammography', ['1']],
      ['new-thyroid', ['2', '3']],
      ['pima-indians-diabetes', ['1']],
    ]);
    const mammography = settings.datasets.find(({name}) => name === 'mammography');
    expect(mammography?.description).toContain('(3,335 with the features of an earlier one)');
  });
});
