import {readFileSync} from 'node:fs';
import {memory} from '@tensorflow/tfjs-core';
import {Ajv2020} from 'ajv/dist/2020.js';
import {beforeAll, beforeEach, expect, test, vi} from 'vitest';
import {mlp} from '../src/backbones/mlp.js';
import {startBackend} from '../src/backend.js';
import type {Progress} from '../src/output/progress.js';
import {mergeResults} from '../src/results/merge-results.js';
import type {Results, Run} from '../src/results/types.js';
import {type CompareOptions, compare} from '../src/runs/compare.js';
import {performRun} from '../src/runs/perform-run.js';
import {makePlan, type Plan} from '../src/runs/plan.js';
import {remaining} from '../src/runs/resume.js';
import {failedRun, type RunSpec, runHeader} from '../src/runs/run-spec.js';
import {digits} from '../src/suites/digits.js';
import type {LoadRequest, Suite, TrainTestExamples} from '../src/suites/suite.js';
import {tune} from '../src/tuning/tune.js';
import {planRequest} from './plan-request.js';
import {tinyDataset} from './tiny-spec.js';

/** The suite that runs are of: the digits with a handful of images, and what a test makes of them. */
const {suite} = vi.hoisted(() => ({suite: {load: (async () => undefined) as unknown as Suite['load']}}));
vi.mock('../src/suites/index.js', () => ({
  suiteOf: (): Suite => ({...digits, backbone: mlp, load: (request) => suite.load(request)}),
}));

beforeAll(() => startBackend('wasm', import.meta.dirname));
beforeEach(() => {
  suite.load = digits.load;
});

const silent: Progress = {start: () => {}, step: () => {}, finished: () => {}, stop: () => {}};

type Request = Parameters<typeof planRequest>[0];

async function plan(changes: Request = {}): Promise<Plan> {
  const dataset = await tinyDataset();
  return makePlan(
    planRequest({
      suite: {...digits, datasets: async () => [dataset]},
      losses: 'softmax,affinity:prototypesPerClass=2',
      seeds: [1, 2],
      epochs: 1,
      tune: 3,
      folds: 2,
      ...changes,
    }),
  );
}

interface Went {
  readonly results: Results | undefined;
  readonly journal: Run[];
  /** Identifiers of the runs that were done, in order. */
  readonly order: string[];
}

/** Tunes and compares by what does a run, without processes. */
async function go(
  of: Plan,
  perform: (spec: RunSpec) => Run | Promise<Run>,
  {
    journal = [],
    after = Number.POSITIVE_INFINITY,
    backwards = false,
  }: Partial<{journal: Run[]; after: number; backwards: boolean}> = {},
): Promise<Went> {
  const finish = new AbortController();
  const order: string[] = [];
  const options: CompareOptions = {
    folder: {
      // As it is in the file.
      journal: (run) => {
        journal.push(JSON.parse(JSON.stringify(run)) as Run);
        if (order.length >= after) finish.abort();
      },
    },
    progress: silent,
    finish: finish.signal,
    stop: new AbortController().signal,
    execute: async (specs, events) => {
      for (const spec of backwards ? specs.toReversed() : specs) {
        if (events.finish.aborted) return;
        order.push(spec.id);
        events.onRun(0, await perform(spec));
      }
    },
  };
  const ready = await tune(of, journal, false, options);
  if (ready === undefined) return {results: undefined, journal, order};
  return {results: await compare(ready, remaining(ready, journal, false), options), journal, order};
}

/** A run whose score says by which trial it is best, for each loss another one; nothing is trained. */
function scored(best: Record<string, number>): (spec: RunSpec) => Run {
  return (spec) => {
    const {trial, loss, seed} = spec;
    const distance = trial === undefined ? seed : Math.abs(trial.number - best[loss.settings.name]!);
    return {
      ...runHeader(spec),
      status: 'ok',
      metrics: {macroF1: 0.9 - 0.1 * distance - 0.01 * (trial?.fold ?? 0)},
      perClass: [],
      confusion: [],
      curves: {epoch: [], trainLoss: []},
      seconds: 1,
    };
  };
}

const AFFINITY = 'affinity:prototypesPerClass=2';
const best = {softmax: 2, [AFFINITY]: 0};

const timeless = ({settings, ...others}: Results): unknown => ({
  ...others,
  settings: {...settings, seconds: 0, startedAt: ''},
});

test('the trials come first, as many for each loss, on the same folds under the same seed', async () => {
  const {tuning, specs} = await plan();
  expect(specs.map(({seed}) => seed)).toEqual([1, 1, 2, 2]);
  expect(tuning!.settings).toEqual({trials: 3, folds: 2, metric: 'macroF1', unit: 'data set'});
  const of = (loss: string): RunSpec[] => tuning!.specs.filter((spec) => spec.loss.settings.name === loss);
  const places = ({trial, seed, fold, epochs}: RunSpec): unknown => ({trial, seed, fold, epochs});
  expect(of('softmax')).toHaveLength(6);
  expect(of('softmax').map(places)).toEqual(of(AFFINITY).map(places));
  for (const {seed} of tuning!.specs) expect(specs.map((spec) => spec.seed)).not.toContain(seed);
  expect(new Set(tuning!.specs.map(({key}) => key)).size).toBe(12);
  // What is pinned stays in every trial; the first one has nothing else.
  const options = of(AFFINITY).map(({loss}) => loss.settings.options);
  expect(options[0]).toEqual({prototypesPerClass: 2});
  for (const one of options) expect(one.prototypesPerClass).toBe(2);
  expect(options[2]).toHaveProperty('headLearningRate');
});

test('the runs have the options that are best on the validation folds, and all is in the results', async () => {
  const {results, order} = await go(await plan(), scored(best));
  expect(order).toHaveLength(16);
  const [softmax, affinity] = results!.tuned!;
  expect(softmax).toMatchObject({dataset: 'digits-5%', loss: 'softmax', sampler: null, chosen: 2});
  expect(softmax!.trials.map(({mean}) => mean!.toFixed(3))).toEqual(['0.685', '0.785', '0.885']);
  expect(affinity).toMatchObject({loss: AFFINITY, chosen: 0});
  const chosen = softmax!.trials[2]!.options;
  const runs = results!.runs.filter(({loss}) => loss === 'softmax');
  expect(runs.map(({options}) => options)).toEqual([chosen, chosen]);
  expect(runs[0]!.command).toContain(
    `--losses softmax:headLearningRate=${String(chosen.headLearningRate)} --seed 1`,
  );
  expect(results!.runs.filter(({loss}) => loss === AFFINITY).map(({options}) => options)).toEqual([
    {prototypesPerClass: 2},
    {prototypesPerClass: 2},
  ]);
  expect(results!.settings.tuning).toEqual({trials: 3, folds: 2, metric: 'macroF1', unit: 'data set'});
});

test('in whatever order runs end, the results are the same', async () => {
  const [forwards, backwards] = [
    await go(await plan(), scored(best)),
    await go(await plan(), scored(best), {backwards: true}),
  ];
  expect(backwards.order.slice(0, 12)).toEqual(forwards.order.slice(0, 12).reverse());
  expect(timeless(backwards.results!)).toEqual(timeless(forwards.results!));
});

test('interrupted after any run and gone on with, nothing is done twice and the results are the same', async () => {
  const whole = await go(await plan(), scored(best));
  for (const after of [1, 5, 11, 12, 13, 15]) {
    const journal: Run[] = [];
    const part = await go(await plan(), scored(best), {journal, after});
    expect(part.order).toHaveLength(after);
    const rest = await go(await plan(), scored(best), {journal});
    expect([...part.order, ...rest.order].sort()).toEqual([...whole.order].sort());
    expect(timeless(rest.results!)).toEqual(timeless(whole.results!));
  }
});

test('more trials take those that are done', async () => {
  const journal: Run[] = [];
  await go(await plan(), scored(best), {journal});
  const {order} = await go(await plan({tune: 5}), scored(best), {journal});
  expect(order.every((id) => /trial [34]/.test(id))).toBe(true);
  expect(order).toHaveLength(8);
});

test('a trial that fails in one fold or gives no number is the worst, and shown', async () => {
  const failing = (spec: RunSpec): Run => {
    const {trial} = spec;
    if (trial?.number === 2 && trial.fold === 2) return failedRun(spec, 'the training loss became NaN', 1);
    const run = scored({softmax: 2, [AFFINITY]: 1})(spec);
    return trial?.number === 1 && trial.fold === 1 ? {...run, metrics: {macroF1: Number.NaN}} : run;
  };
  const {results} = await go(await plan(), failing);
  const [softmax] = results!.tuned!;
  expect(softmax!.chosen).toBe(0);
  expect(
    softmax!.trials.map(({mean, scores}) => [mean === null, scores.map((score) => score === null)]),
  ).toEqual([
    [false, [false, false]],
    [true, [true, false]],
    [true, [false, true]],
  ]);
  expect(softmax!.trials[2]!.errors).toEqual(['the training loss became NaN']);
});

test('where all trials fail, the runs have the defaults', async () => {
  const {results} = await go(await plan(), (spec) =>
    spec.trial === undefined ? scored(best)(spec) : failedRun(spec, 'out of memory', 1),
  );
  expect(results!.tuned!.map(({chosen}) => chosen)).toEqual([0, 0]);
  expect(results!.runs.map(({status}) => status)).toEqual(['ok', 'ok', 'ok', 'ok']);
});

test('parts of a comparison that were tuned alike are merged; other choices or budgets are refused', async () => {
  const of = async (seed: number, changes: Request = {}, chosen = best): Promise<Results> =>
    (await go(await plan({seeds: [seed], ...changes}), scored(chosen))).results!;
  const sources = (...all: Results[]) => all.map((results, at) => ({name: `part ${at}`, results}));
  const [first, second] = [await of(1), await of(2)];
  const whole = mergeResults(sources(first, second));
  expect(whole.runs).toHaveLength(4);
  expect(whole.tuned).toEqual(first.tuned);
  const other = await of(2, {}, {...best, softmax: 1});
  expect(() => mergeResults(sources(first, other))).toThrow(
    'tuning of digits-5%, softmax: two different choices',
  );
  expect(() =>
    mergeResults(sources(first, second, {...other, settings: {...other.settings, tuning: undefined!}})),
  ).toThrow('tuning:');
});

test('where a loss has all options set, there is one trial', async () => {
  const {tuning} = await plan({losses: 'softmax,softmax:headLearningRate=2'});
  expect(tuning!.searches.map(({trials}) => trials.length)).toEqual([3, 1]);
});

const wrong: [what: string, changes: Request, message: string][] = [
  [
    'more folds than examples of the rarest class',
    {folds: 5},
    '--folds must be an integer from 2 to 4, because class 0 of digits-5% has 4 training examples, but is 5.',
  ],
  [
    'the same by its other name',
    {folds: undefined, tuneFolds: 5},
    '--tune-folds must be an integer from 2 to 4, because class 0 of digits-5% has 4 training examples, but is 5.',
  ],
  [
    'both names',
    {tuneFolds: 2},
    '--folds and --tune-folds are the same for the suite digits: give one of them.',
  ],
  [
    'folds for nothing',
    {folds: undefined, tune: undefined, tuneFolds: 2},
    '--tune-folds is for tuning: give --tune N, too.',
  ],
];

test.each(wrong)('%s', async (_, changes, message) => {
  await expect(plan(changes)).rejects.toThrow(message);
});

test('a class that cannot be divided is named', async () => {
  const dataset = await tinyDataset();
  const trainCounts = dataset.trainCounts.with(3, 1);
  const suite = {...digits, datasets: async () => [{...dataset, trainCounts}]};
  await expect(plan({suite, folds: undefined})).rejects.toThrow(
    '--tune: class 3 of digits-5% has 1 training example, and validation needs one beside those that are trained on',
  );
});

/** As the suite gives it, but for the test set, which says whatever it likes, or that it was looked at. */
function withTest(change: (loaded: TrainTestExamples) => TrainTestExamples['test']): Suite['load'] {
  return async (request: LoadRequest) => {
    const loaded = await digits.load(request);
    return {...loaded, test: change(loaded)};
  };
}

test('whatever the test set says, the choice is the same: trials do not look at it', async () => {
  const changes = {losses: 'softmax', seeds: [1], tune: 2} as const;
  const before = memory().numTensors;
  const {results} = await go(await plan(changes), (spec) => performRun(spec));
  expect(memory().numTensors).toBe(before);
  suite.load = withTest(({test: {labels, ...others}}) => ({
    ...others,
    labels: labels.map((label) => (label + 1) % 10),
  }));
  const {results: changed} = await go(await plan(changes), (spec) => performRun(spec));
  const choice = ({tuned}: Results): unknown =>
    tuned!.map(({trials, ...others}) => ({...others, trials: trials.map(({seconds: _, ...trial}) => trial)}));
  expect(choice(changed!)).toEqual(choice(results!));
  const schema = JSON.parse(
    readFileSync(new URL('../results.schema.json', import.meta.url), 'utf8'),
  ) as object;
  const validate = new Ajv2020({allErrors: true, allowUnionTypes: true}).compile(schema);
  expect(validate(JSON.parse(JSON.stringify(results))), JSON.stringify(validate.errors)).toBe(true);
  expect(changed!.runs[0]!.metrics).not.toEqual(results!.runs[0]!.metrics);
  expect(results!.tuned![0]!.trials.map(({scores}) => scores.every((score) => score !== null))).toEqual([
    true,
    true,
  ]);

  // A trial alone never so much as touches it.
  suite.load = withTest(
    ({test}) => new Proxy(test, {get: () => expect.unreachable('the test set was looked at')}),
  );
  const {tuning} = await plan(changes);
  expect((await performRun(tuning!.specs[0]!)).metrics).toHaveProperty('macroF1');
});

test('where seeds and folds divide the data, each test set is tuned for itself, by its own training examples', async () => {
  const {hasOwnTestSet: _, ...divided} = digits;
  const dataset = await tinyDataset();
  const suite = {
    ...divided,
    datasets: async () => [dataset],
    defaults: {...digits.defaults, folds: 2},
  };
  const of = await plan({suite, losses: 'softmax', tuneFolds: 3, tune: 2});
  expect(of.tuning!.settings).toMatchObject({folds: 3, unit: 'test set'});
  const first = of.tuning!.specs.filter(({trial}) => trial!.number === 0 && trial!.fold === 1);
  expect(first.map(({seed, fold}) => [seed, fold?.number])).toEqual([
    [1, 1],
    [1, 2],
    [2, 1],
    [2, 2],
  ]);
  expect(of.tuning!.specs).toHaveLength(4 * 2 * 3);
  // Of seed 2 the second trial is better, of seed 1 the first.
  const {results} = await go(of, (spec) =>
    scored({softmax: spec.trial === undefined ? 0 : spec.seed - 1})(spec),
  );
  expect(results!.tuned!.map(({seed, fold, chosen}) => [seed, fold, chosen])).toEqual([
    [1, 1, 0],
    [1, 2, 0],
    [2, 1, 1],
    [2, 2, 1],
  ]);
  expect(results!.runs.map(({options}) => 'headLearningRate' in options)).toEqual([false, false, true, true]);
});
