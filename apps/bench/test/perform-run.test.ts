import {readFileSync} from 'node:fs';
import {memory} from '@tensorflow/tfjs-core';
import {Ajv2020} from 'ajv/dist/2020.js';
import {beforeAll, expect, test} from 'vitest';
import {startBackend} from '../src/backend.js';
import type {Run} from '../src/results/types.js';
import {resultsOf} from '../src/runs/compare.js';
import {performRun} from '../src/runs/perform-run.js';
import {makePlan} from '../src/runs/plan.js';
import {failedRun} from '../src/runs/run-spec.js';
import {digits} from '../src/suites/digits.js';
import {planRequest} from './plan-request.js';
import {choose, tinyDataset, tinySpec} from './tiny-spec.js';

beforeAll(() => startBackend('wasm', import.meta.dirname));

const schema = JSON.parse(readFileSync(new URL('../results.schema.json', import.meta.url), 'utf8')) as object;
const validate = new Ajv2020({allErrors: true}).compile(schema);

test('a run trains, measures, leaves no tensor behind, and gives the same again', async () => {
  const steps: string[] = [];
  const [loss] = await choose('affinity');
  const spec = await tinySpec({loss: loss!});
  const before = memory().numTensors;
  const run = await performRun(spec, (done, total) => steps.push(`${done}/${total}`));
  expect(memory().numTensors).toBe(before);
  expect(steps).toEqual(['1/4', '2/4', '3/4', '4/4']);
  expect(run).toMatchObject({id: 'tiny', status: 'ok', loss: 'affinity', seed: 1, sampler: null});
  expect(run.confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(60);
  expect(run.perClass.map(({trainCount, support}) => [trainCount, support])).toEqual(
    [4, 4, 4, 4, 4, 24, 24, 24, 24, 24].map((count) => [count, 6]),
  );
  const rare = run.perClass.slice(0, 5).reduce((sum, {recall}) => sum + recall / 5, 0);
  expect(run.metrics.rareRecall).toBeCloseTo(rare, 12);
  expect(run.curves.epoch).toEqual([1, 2]);
  expect(run.curves.trainLoss[1]).toBeLessThan(run.curves.trainLoss[0]!);
  expect(run.embedding?.points).toHaveLength(60);
  expect(run.embedding?.prototypes).toHaveLength(10);
  expect(run.head).toMatchObject({sigma: expect.any(Number), prototypeDistanceVariation: expect.any(Number)});
  const again = await performRun(spec);
  expect({...again, seconds: 0}).toEqual({...run, seconds: 0});
});

test('the results of runs are valid by the schema, failed ones included', async () => {
  const dataset = await tinyDataset();
  const plan = await makePlan(
    planRequest({
      suite: {...digits, datasets: async () => [dataset]},
      losses: 'softmax,affinity',
      seeds: [1],
      epochs: 1,
    }),
  );
  const runs: Run[] = [await performRun(plan.specs[0]!), failedRun(plan.specs[1]!, 'out of memory', 3)];
  const results = JSON.parse(JSON.stringify(resultsOf(plan, runs.toReversed(), 1))) as unknown;
  expect(validate(results), JSON.stringify(validate.errors)).toBe(true);
  expect(results).toMatchObject({
    runs: [
      {loss: 'softmax', status: 'ok'},
      {loss: 'affinity', status: 'failed'},
    ],
    summary: [{failed: 0}, {failed: 1}],
  });
});

test('a loss that becomes NaN ends its run with the step', async () => {
  const [loss] = await choose('./nan-loss.ts');
  await expect(performRun(await tinySpec({loss: loss!}))).rejects.toThrow(
    'the training loss became NaN at step 1 of 4',
  );
});
