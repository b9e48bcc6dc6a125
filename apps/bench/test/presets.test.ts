import {expect, test} from 'vitest';
import {makePlan, type Plan, type PlanRequest} from '../src/runs/plan.js';
import {suites} from '../src/suites/index.js';
import {mnistEven} from '../src/suites/mnist-even.js';
import {mnistImbalance} from '../src/suites/mnist-imbalance.js';
import {presetNamed, presetsOf} from '../src/suites/presets.js';
import {runCaptured} from './capture.js';
import {writeIdxFiles} from './idx-files.js';
import {planRequest} from './plan-request.js';
import {tempFolder} from './temp-folder.js';

function plan(changes: Partial<PlanRequest>): Promise<Plan> {
  const data = tempFolder();
  writeIdxFiles(data, [200, 2]);
  return makePlan(planRequest({suite: mnistImbalance, data, ...changes}));
}

const fractionsOf = ({settings}: Plan) => settings.datasets.map(({fraction}) => fraction);

test('a preset takes the place of the defaults, and what is typed beside it that of the preset', async () => {
  const [none, standard] = [await plan({}), await plan({preset: 'standard'})];
  const all = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005];
  expect(fractionsOf(none)).toEqual(all);
  expect(standard.specs.map(({id, epochs}) => [id, epochs])).toEqual(
    none.specs.map(({id, epochs}) => [id, epochs]),
  );
  const paper = await plan({preset: 'paper'});
  expect(fractionsOf(paper)).toEqual(all);
  expect(fractionsOf(await plan({preset: 'quick'}))).toEqual([0.1, 0.01]);
  expect(paper.settings.seeds).toEqual([1, 2, 3, 4, 5]);
  expect(paper.settings.epochs).toBe(20);
  const typed = await plan({preset: 'paper', seeds: [7], fractions: [0.3], epochs: 2});
  expect(fractionsOf(typed)).toEqual([0.3]);
  expect(typed.settings.seeds).toEqual([7]);
  expect(typed.settings.epochs).toBe(2);
});

test('the command of a run of a preset needs no preset', async () => {
  const {specs} = await plan({preset: 'paper', losses: 'softmax'});
  expect(specs[0]!.command).toContain('--seed 1 --epochs 20 --fractions 0.5 ');
  expect(specs[0]!.command).not.toContain('--preset');
});

test('mnist-even has a quick preset of its small sizes', () => {
  expect(presetNamed(mnistEven, 'quick')).toMatchObject({
    datasets: ['mnist-even-50', 'mnist-even-20', 'mnist-even-10'],
  });
});

test('presets set nothing but what their suite has', () => {
  const varied = ['fractions', 'noise', 'ratios', 'largest'] as const;
  for (const suite of suites)
    for (const [name, preset] of presetsOf(suite))
      for (const option of varied)
        if (preset[option] !== undefined)
          expect(suite.defaults[option], `${suite.name} ${name} ${option}`).toBeDefined();
});

test('list shows them', async () => {
  const {stdout} = await runCaptured(['list'], tempFolder());
  expect(stdout).toContain('--preset quick: 2 seeds, 4 epochs, fractions 0.1, 0.01');
  expect(stdout).toContain('--preset standard: as above');
  expect(stdout).toContain('ratios 10, 50, 100, 200, largest 1000');
  expect(stdout).toContain('epochs by size');
});
