import {readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {memory} from '@tensorflow/tfjs-core';
import {beforeAll, describe, expect, test} from 'vitest';
import {startBackend} from '../src/backend.js';
import {headCosts} from '../src/cost/head-costs.js';
import {medianTimes} from '../src/cost/interleaved.js';
import type {CostResults} from '../src/cost/results.js';
import {chooseLosses} from '../src/losses/choose.js';
import {parseLossSpecs} from '../src/losses/parse-spec.js';
import {runCaptured} from './capture.js';
import {tempFolder} from './temp-folder.js';

beforeAll(() => startBackend('wasm', process.cwd()));

test('things take turns, and each is prepared before it runs', async () => {
  const log: string[] = [];
  const thing = (name: string) => ({
    prepare: () => void log.push(`prepare ${name}`),
    run: () => void log.push(name),
  });
  const times = await medianTimes([thing('a'), thing('b')], 2);
  expect(times).toHaveLength(2);
  expect(log.slice(0, 4)).toEqual(['prepare a', 'a', 'prepare b', 'b']);
  // Three rounds to warm up, two that count.
  expect(log.filter((entry) => entry === 'a')).toHaveLength(5);
});

describe('costs of heads', () => {
  const request = {classes: 7, batch: 4, embeddingSize: 5, rounds: 2};

  test('are those of the chosen losses and of what tfjs has, relative to softmax; nothing is left behind', async () => {
    const choices = await chooseLosses(
      parseLossSpecs('affinity:prototypesPerClass=3,softmax'),
      process.cwd(),
    );
    await headCosts({choices, ...request});
    const before = memory().numTensors;
    const {costs, impossible} = await headCosts({choices, ...request});
    expect(impossible).toEqual([]);
    expect(memory().numTensors).toBe(before);
    const [affinity, softmax, tfjs] = costs;
    expect(costs).toHaveLength(3);
    expect(affinity).toMatchObject({classes: 7, prototypesPerClass: 3});
    expect(softmax).toMatchObject({classes: 7, prototypesPerClass: 1, ratio: 1, peakRatio: 1});
    expect(affinity!.ratio).toBe(affinity!.ms / softmax!.ms);
    expect(tfjs!.head).toContain('tfjs');
    // Weights, labels, embeddings and at least the scores are alive together.
    const least = 4 * (5 * 7 + 7 + 4 * 7 + 4 * 5 + 4 * 7);
    expect(softmax!.peakBytes).toBeGreaterThanOrEqual(least);
    expect(softmax!.peakBytes).toBeLessThan(20 * least);
  });
});

test('a head that cannot have so many classes is named, and the others are measured', async () => {
  const choices = await chooseLosses(parseLossSpecs('softmax,fixed-simplex'), process.cwd());
  const {costs, impossible} = await headCosts({choices, classes: 9, batch: 2, embeddingSize: 4, rounds: 1});
  expect(costs.map(({head}) => head)).toEqual(['softmax', 'tfjs dense + softmaxCrossEntropy']);
  expect(impossible).toMatchObject([{head: 'fixed-simplex', classes: 9}]);
});

describe('the command', () => {
  test('prints a table and writes the numbers', async () => {
    const file = join(tempFolder(), 'cost.json');
    const args = ['cost', '--losses', 'softmax,affinity', '--classes', '3', '--rounds', '1', '--json', file];
    const {code, stdout, stderr} = await runCaptured(args, process.cwd());
    expect(code, stderr).toBe(0);
    expect(stdout).toContain('tfjs dense + softmaxCrossEntropy');
    expect(stdout).toContain('cannot train it');
    const results = JSON.parse(readFileSync(file, 'utf8')) as CostResults;
    expect(results.rows.map(({head}) => head)).toEqual([
      'softmax',
      'affinity',
      'tfjs dense + softmaxCrossEntropy',
    ]);
    for (const row of results.rows) {
      expect(Object.keys(row)).toEqual(
        expect.arrayContaining(['head', 'classes', 'prototypesPerClass', 'ms', 'ratio', 'peakBytes']),
      );
    }
    expect(results.steps).toHaveLength(2);
  });

  test.each([
    [['cost', '--classes', '1'], '--classes must be an integer >= 2'],
    [['cost', '--round', '3'], 'Did you mean --rounds?'],
    [['cost', '--losses', 'affinity'], "--losses must contain 'softmax'"],
    [['cost', '--losses', 'softmax,afinity'], "Did you mean 'affinity'?"],
    [['cost', '--backend', 'wasn'], "Did you mean 'wasm'?"],
    [['cost', '--json', '/no/such/folder/cost.json'], 'cannot write into'],
    [['cost', '--json', tmpdir()], 'exists and is no file'],
  ])('%j is refused', async (args, message) => {
    const {code, stderr} = await runCaptured(args, process.cwd());
    expect(code).toBeGreaterThan(0);
    expect(stderr).toContain(message);
  });
});
