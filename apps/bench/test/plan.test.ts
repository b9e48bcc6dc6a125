import {expect, test} from 'vitest';
import {makePlan, type Plan, type PlanRequest} from '../src/runs/plan.js';
import {digits} from '../src/suites/digits.js';
import {planRequest} from './plan-request.js';

const plan = (changes: Partial<PlanRequest> = {}): Promise<Plan> => makePlan(planRequest(changes));

test('without arguments: five losses, 3 seeds, classes 0-4 at 5 %', async () => {
  const {settings, specs} = await plan();
  expect(specs).toHaveLength(15);
  expect(settings.losses.map(({title}) => title)).toEqual([
    'softmax',
    'center',
    'large-margin-softmax',
    'arcface',
    'affinity (m = 1)',
  ]);
  expect(settings.seeds).toEqual([1, 2, 3]);
  expect(settings.baseline).toEqual({loss: 'softmax', sampler: null});
  const [{trainCounts, rareLabels, fraction}] = settings.datasets as [(typeof settings.datasets)[0]];
  expect(fraction).toBe(0.05);
  expect(rareLabels).toEqual([0, 1, 2, 3, 4]);
  for (const label of rareLabels) expect(trainCounts[label]! / trainCounts[9]!).toBeCloseTo(0.05, 10);
});

test('data is downloaded where the suite needs some and no folder is given, after all else was checked', async () => {
  const suite = {...digits, needsData: 'MNIST' as const};
  let downloads = 0;
  const download = async (): Promise<string> => {
    downloads++;
    return '/downloaded';
  };
  expect((await plan({suite, download})).specs[0]?.data).toBe('/downloaded');
  expect((await plan({suite, download, data: '/own'})).specs[0]?.data).toBe('/own');
  expect(downloads).toBe(1);
  await expect(plan({suite, download, losses: 'sofmax'})).rejects.toThrow('Unknown loss');
  expect(downloads).toBe(1);
  await expect(plan({data: '/own'})).rejects.toThrow('the suite digits draws its own data');
});

test('losses of a seed follow each other, ids differ, and only the first seed keeps its embedding', async () => {
  const {specs} = await plan({losses: 'affinity,softmax', seeds: [4, 7], fractions: [0.1, 0.02]});
  expect(specs.map(({id}) => id)).toEqual([
    'digits-10%/affinity/4',
    'digits-10%/softmax/4',
    'digits-10%/affinity/7',
    'digits-10%/softmax/7',
    'digits-2%/affinity/4',
    'digits-2%/softmax/4',
    'digits-2%/affinity/7',
    'digits-2%/softmax/7',
  ]);
  expect(specs.filter(({keepsEmbedding}) => keepsEmbedding).every(({seed}) => seed === 4)).toBe(true);
});

test('the command of a run repeats that run alone', async () => {
  const {specs} = await plan({losses: 'softmax,affinity:margin=0.2', fractions: [0.1, 0.02], epochs: 3});
  expect(specs.at(-1)?.command).toBe(
    'npm run bench -- run digits --losses affinity:margin=0.2 --seed 3 --epochs 3 --fractions 0.02',
  );
});

test('where softmax is not compared, the first loss is the baseline', async () => {
  const {settings} = await plan({losses: 'affinity:margin=0.2,affinity'});
  expect(settings.baseline).toEqual({loss: 'affinity:margin=0.2', sampler: null});
});
