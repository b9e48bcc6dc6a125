import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {Ajv2020} from 'ajv/dist/2020.js';
import {beforeAll, describe, expect, test} from 'vitest';
import schema from '../results.schema.json' with {type: 'json'};
import {startBackend} from '../src/backend.js';
import {everyRow} from '../src/examples.js';
import {toHtml} from '../src/report/html/page.js';
import {toMarkdown} from '../src/report/markdown.js';
import {summarise} from '../src/report/summarise.js';
import {toTerminalTable} from '../src/report/terminal-table.js';
import type {Results, Run} from '../src/results/types.js';
import {performRun} from '../src/runs/perform-run.js';
import {makePlan} from '../src/runs/plan.js';
import {verification} from '../src/suites/verification.js';
import {writeIdxFiles} from './idx-files.js';
import {planRequest} from './plan-request.js';
import {tempFolder} from './temp-folder.js';

beforeAll(() => startBackend('wasm', import.meta.dirname));

const SIDE = 16;

/** A folder of each class with its images: a bright bar at a height of its own, and some noise. */
function bars(classes: number, images: number, side = SIDE): string {
  const folder = tempFolder();
  for (let label = 0; label < classes; ++label) {
    mkdirSync(join(folder, `c${label}`));
    for (let image = 0; image < images; ++image) {
      const pixels = Uint8Array.from({length: side * side}, (_, at) => {
        const isBar = Math.floor((Math.floor(at / side) * classes) / side) === label;
        return (isBar ? 200 : 20) + ((at * 7 + image * 31 + label * 13) % 40);
      });
      const header = Buffer.from(`P5 ${side} ${side} 255\n`);
      writeFileSync(join(folder, `c${label}`, `${image}.pgm`), Buffer.concat([header, pixels]));
    }
  }
  return folder;
}

const request = (data: string, folds?: number) =>
  planRequest({suite: verification, data, folds, losses: 'softmax,affinity', seeds: [1], epochs: 2});

describe('verification', () => {
  test('no class of the training is verified, and each class is unseen in one fold', async () => {
    const data = bars(8, 3);
    const {specs} = await makePlan(request(data, 4));
    const unseen: string[] = [];
    for (const {dataset, fold, seed} of specs.filter(({loss}) => loss.settings.name === 'softmax')) {
      const {train, test: judged} = await verification.load({dataset, seed, fold, data});
      const names = [...new Set(judged.labels)].map((label) => judged.classNames[label]!);
      expect(train.classNames).toHaveLength(6);
      expect(train.classNames.filter((name) => names.includes(name))).toEqual([]);
      expect([...new Set(train.labels)]).toEqual([0, 1, 2, 3, 4, 5]);
      expect([train.count, judged.count]).toEqual([18, 6]);
      expect(train.values(everyRow(1))).toHaveLength(SIDE * SIDE);
      unseen.push(...names);
    }
    expect(unseen.sort()).toEqual(['c0', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6', 'c7']);
  });

  test('runs measure pairs, and their report is whole and valid by the schema', async () => {
    const data = bars(6, 4);
    const {settings, specs} = await makePlan(request(data, 2));
    const runs: Run[] = [];
    for (const spec of specs) runs.push(await performRun(spec));
    for (const {metrics, intervals, roc, perClass} of runs) {
      for (const name of ['verificationAccuracy', 'auroc', 'equalErrorRate', 'tarAtFar10', 'tarAtFar1']) {
        const [low, high] = intervals![name]!;
        expect(low).toBeLessThanOrEqual(high);
        expect(low).toBeLessThanOrEqual(metrics[name]! + 0.1);
        expect(high).toBeGreaterThanOrEqual(metrics[name]! - 0.1);
      }
      expect(perClass).toEqual([]);
      expect(metrics.verificationAccuracy).toBeGreaterThan(0.5);
      expect(metrics.equalErrorRate).toBeLessThan(0.5);
      expect(metrics.accuracy).toBeUndefined();
      expect(roc!.at(-1)).toEqual({falseAlarms: 1, found: 1});
    }
    const results: Results = {
      version: 1,
      suite: 'verification',
      settings: {...settings, seconds: 1},
      runs,
      summary: summarise(runs, settings),
    };
    const valid = new Ajv2020({allErrors: true, allowUnionTypes: true}).compile(schema);
    valid(JSON.parse(JSON.stringify(results)));
    expect(valid.errors).toBeNull();
    const page = toHtml(results);
    expect(page).toContain('<h3>ROC</h3>');
    expect(page).toContain('<h3>Confidence intervals</h3>');
    expect(page).toMatch(/<td class="score">[\d.]+ to [\d.]+<\/td>/);
    expect(page).toContain('pair accuracy');
    expect(page).not.toContain('Confusion');
    expect(page).not.toContain('NaN');
    expect(toMarkdown(results)).not.toContain('recall in %');
    expect(toTerminalTable(results)).toContain('equal error');
  });

  test('the digits of MNIST can be unseen, too', async () => {
    const data = tempFolder();
    writeIdxFiles(data, [6, 3]);
    const {settings, specs} = await makePlan(request(data));
    expect(settings.datasets[0]).toMatchObject({name: 'mnist-unseen'});
    const {train, test: judged} = await verification.load({...specs[0]!, data});
    expect(train.classNames).toEqual(['1', '2', '3', '5', '6', '7', '9']);
    expect(new Set(judged.labels)).toEqual(new Set([0, 4, 8]));
  });

  test('large images are made smaller, in their proportions', async () => {
    const data = bars(4, 1, 96);
    const {specs} = await makePlan(request(data, 2));
    const {train} = await verification.load({...specs[0]!, data});
    expect(train.shape).toEqual([48, 48, 1]);
  });

  test('folds that leave fewer than two classes unseen are refused', async () => {
    await expect(makePlan(request(bars(5, 2), 3))).rejects.toThrow(
      /--folds must be an integer from 2 to 2 for the 5 classes of .*, but is 3\./,
    );
    await expect(makePlan(request(bars(3, 2)))).rejects.toThrow(/has 3 classes: .* at least 4/);
  });

  test('a folder without images says what it should have', async () => {
    await expect(makePlan(request(tempFolder()))).rejects.toThrow(/class/);
    await expect(makePlan(request(join(tempFolder(), 'absent')))).rejects.toThrow(/absent/);
  });
});
