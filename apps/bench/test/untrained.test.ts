import {readFileSync} from 'node:fs';
import {memory} from '@tensorflow/tfjs-core';
import {Ajv2020} from 'ajv/dist/2020.js';
import {beforeAll, expect, test} from 'vitest';
import {startBackend} from '../src/backend.js';
import {untrainedChoice} from '../src/losses/untrained-choice.js';
import {comparisons} from '../src/report/comparison.js';
import {toHtml} from '../src/report/html/page.js';
import {toMarkdown} from '../src/report/markdown.js';
import {standings} from '../src/report/over-datasets.js';
import {summarise} from '../src/report/summarise.js';
import {toTerminalTable} from '../src/report/terminal-table.js';
import {UNTRAINED_NOTE} from '../src/report/untrained.js';
import {mergeResults} from '../src/results/merge-results.js';
import type {Results, Run} from '../src/results/types.js';
import {performRun} from '../src/runs/perform-run.js';
import {makePlan} from '../src/runs/plan.js';
import {tabular} from '../src/suites/tabular.js';
import {planRequest} from './plan-request.js';
import {exampleResults} from './report-results.js';
import {tinySpec} from './tiny-spec.js';

beforeAll(() => startBackend('wasm', import.meta.dirname));

test('an untrained backbone is judged by the nearest class mean, better than chance, and repeats', async () => {
  const spec = await tinySpec({loss: untrainedChoice});
  const before = memory().numTensors;
  const run = await performRun(spec);
  expect(memory().numTensors).toBe(before);
  expect(run).toMatchObject({loss: 'untrained', status: 'ok', perClass: [], confusion: []});
  expect(Object.keys(run.metrics)).toEqual(['nearestMeanAccuracy']);
  // Of ten classes; pixels alone tell drawn digits apart.
  expect(run.metrics.nearestMeanAccuracy).toBeGreaterThan(0.2);
  expect((await performRun(spec)).metrics).toEqual(run.metrics);
  expect((await performRun({...spec, seed: 2})).metrics).not.toEqual(run.metrics);
});

test('suites that show the nearest mean have a run of it for each seed, whatever samplers there are; others refuse', async () => {
  const request = {losses: 'softmax', samplers: 'none,smote', seeds: [1, 2]};
  const {specs, settings} = await makePlan(planRequest({...request, untrained: undefined}));
  const own = specs.filter(({loss}) => loss === untrainedChoice);
  expect(own.map(({seed, sampler}) => [seed, sampler])).toEqual([
    [1, null],
    [2, null],
  ]);
  expect(settings.losses.map(({name}) => name)).toEqual(['softmax']);
  expect((await makePlan(planRequest({...request, untrained: false}))).specs).toHaveLength(4);
  const tuned = await makePlan(planRequest({...request, untrained: undefined, tune: 2}));
  expect(tuned.tuning!.specs.some(({loss}) => loss === untrainedChoice)).toBe(false);
  await expect(makePlan(planRequest({suite: tabular, untrained: true}))).rejects.toThrow(
    '--untrained: the suite tabular does not judge by the nearest class mean.',
  );
});

/** With a row of the untrained backbone whose nearest mean is the best of all. */
function withUntrained(results: Results): Results {
  const {settings, runs} = results;
  const untrained = settings.datasets.flatMap(({name}) =>
    settings.seeds.map(
      (seed): Run => ({
        id: `${name}/untrained/${seed}`,
        key: 'a'.repeat(64),
        dataset: name,
        loss: 'untrained',
        options: {},
        sampler: null,
        seed,
        status: 'ok',
        metrics: {nearestMeanAccuracy: 0.999},
        perClass: [],
        confusion: [],
        curves: {epoch: [], trainLoss: []},
        seconds: 1,
      }),
    ),
  );
  const all = [...runs, ...untrained];
  return {...results, runs: all, summary: summarise(all, settings)};
}

test('it is in the tables, and neither the best, nor compared, nor ranked', () => {
  const plain = exampleResults({fractions: [0.05, 0.1]});
  const results = withUntrained(plain);
  const row = results.summary.find(({loss}) => loss === 'untrained')!;
  expect(row.pairedToBaseline).toBeUndefined();
  expect(row.metrics.nearestMeanAccuracy?.mean).toBeCloseTo(0.999, 12);
  const others = (of: Results) => of.summary.filter(({loss}) => loss !== 'untrained');
  expect(others(results)).toEqual(plain.summary);
  expect(standings(results)).toEqual(standings(plain));
  for (const {best} of comparisons(results)) expect([...best.values()]).not.toContain('untrained');
  expect(toTerminalTable(results)).toMatch(/untrained backbone +– .*99\.90/);
  for (const text of [toHtml(results), toMarkdown(results)]) {
    expect(text.includes('untrained backbone')).toBe(true);
    expect(text.includes(UNTRAINED_NOTE)).toBe(true);
  }
  expect(toHtml(plain).includes('untrained')).toBe(false);
});

test('its runs are valid by the schema, and are merged', () => {
  const results = withUntrained(exampleResults());
  const schema = JSON.parse(
    readFileSync(new URL('../results.schema.json', import.meta.url), 'utf8'),
  ) as object;
  const validate = new Ajv2020({allErrors: true, allowUnionTypes: true}).compile(schema);
  expect(validate(results), JSON.stringify(validate.errors)).toBe(true);
  const merged = mergeResults([{name: 'one', results}]);
  expect(merged.runs.filter(({loss}) => loss === 'untrained')).toHaveLength(3);
  // Last of each seed, as in a plan.
  expect(merged.runs.map(({loss}) => loss).slice(0, 4)).toEqual([
    'softmax',
    'affinity',
    'affinity-m5',
    'untrained',
  ]);
});
