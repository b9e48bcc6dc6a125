import {expect, test} from 'vitest';
import {toCsv} from '../src/report/csv.js';
import type {Run, Trial} from '../src/results/types.js';
import {exampleResults} from './report-results.js';

const run = (changes: Partial<Run>): Run => ({
  id: '1',
  key: '1',
  dataset: 'digits',
  loss: 'softmax',
  options: {},
  sampler: null,
  seed: 1,
  status: 'ok',
  metrics: {},
  perClass: [],
  confusion: [],
  curves: {epoch: [], trainLoss: []},
  seconds: 1.5,
  ...changes,
});

test('a line a run: what a run does not have is empty, and what would break a line is quoted', () => {
  const runs = [
    run({metrics: {accuracy: 0.1 + 0.2, gMean: 1e-7}}),
    run({dataset: 'größe, 5 %', options: {margin: 0.5, kind: 'a'}, sampler: 'smote:k=3', seed: 2, fold: 4}),
    run({status: 'failed', error: 'it said "NaN"\nin epoch 3', metrics: {}}),
    run({metrics: {macroF1: 0}}),
  ];
  expect(toCsv({runs})).toBe(
    [
      'dataset,loss,options,sampler,seed,fold,status,error,accuracy,gMean,macroF1,seconds',
      'digits,softmax,{},none,1,,ok,,0.30000000000000004,1e-7,,1.5',
      '"größe, 5 %",softmax,"{""margin"":0.5,""kind"":""a""}",smote:k=3,2,4,ok,,,,,1.5',
      'digits,softmax,{},none,1,,failed,"it said ""NaN""\nin epoch 3",,,,1.5',
      'digits,softmax,{},none,1,,ok,,,,0,1.5',
      '',
    ].join('\r\n'),
  );
});

test('all runs and all metrics of a comparison', () => {
  const results = exampleResults({failing: 4});
  const lines = toCsv(results).trimEnd().split('\r\n');
  expect(lines).toHaveLength(results.runs.length + 1);
  for (const name of Object.keys(results.runs[0]!.metrics)) expect(lines[0]!.split(',')).toContain(name);
});

test('where options were tuned, trials have lines of their own', () => {
  const trials: Trial[] = [
    {number: 0, options: {}, scores: [0.5, 0.25], mean: 0.375, seconds: 3},
    {number: 1, options: {headLearningRate: 2}, scores: [0.5, null], mean: null, errors: ['NaN'], seconds: 2},
  ];
  const tuned = [{dataset: 'digits', loss: 'softmax', sampler: null, space: [], trials, chosen: 0}];
  const settings = {tuning: {trials: 2, folds: 2, metric: 'macroF1', unit: 'data set'}} as const;
  expect(toCsv({runs: [run({metrics: {accuracy: 0.5, macroF1: 0.4}})], tuned, settings})).toBe(
    [
      'stage,trial,validationFold,dataset,loss,options,sampler,seed,fold,status,error,accuracy,macroF1,seconds',
      'run,,,digits,softmax,{},none,1,,ok,,0.5,0.4,1.5',
      'trial,0,1,digits,softmax,{},none,,,ok,,,0.5,3',
      'trial,0,2,digits,softmax,{},none,,,ok,,,0.25,',
      'trial,1,1,digits,softmax,"{""headLearningRate"":2}",none,,,ok,,,0.5,2',
      'trial,1,2,digits,softmax,"{""headLearningRate"":2}",none,,,failed,NaN,,,',
      '',
    ].join('\r\n'),
  );
});
