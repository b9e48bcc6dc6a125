import {expect, test} from 'vitest';
import {bestSoFar} from '../src/report/charts/tuning.js';
import {toHtml} from '../src/report/html/page.js';
import {toMarkdown} from '../src/report/markdown.js';
import {howCompared} from '../src/report/words.js';
import type {Results, Trial} from '../src/results/types.js';
import {exampleResults} from './report-results.js';

const trial = (
  number: number,
  options: Trial['options'],
  scores: Trial['scores'],
  errors?: string[],
): Trial => ({
  number,
  options,
  scores,
  mean: scores.includes(null) ? null : scores.reduce<number>((sum, score) => sum + score!, 0) / scores.length,
  ...(errors === undefined ? {} : {errors}),
  seconds: 3,
});

/** Made-up results that were tuned: softmax keeps its defaults, affinity does not, and one of its trials fails. */
function tunedResults(): Results {
  const results = exampleResults();
  const rate = {name: 'headLearningRate', low: 0.1, high: 10, scale: 'log'} as const;
  const margin = {name: 'margin', low: 0.02, high: 0.8, scale: 'log', word: 'auto'} as const;
  const dataset = results.settings.datasets[0]!.name;
  const own = {dataset, sampler: null};
  return {
    ...results,
    settings: {...results.settings, tuning: {trials: 3, folds: 2, metric: 'macroF1', unit: 'data set'}},
    tuned: [
      {
        ...own,
        loss: 'softmax',
        space: [rate],
        trials: [
          trial(0, {}, [0.81, 0.83]),
          trial(1, {headLearningRate: 2}, [0.7, 0.8]),
          trial(2, {headLearningRate: 5}, [0.6, 0.6]),
        ],
        chosen: 0,
      },
      {
        ...own,
        loss: 'affinity',
        space: [rate, margin],
        trials: [
          trial(0, {}, [0.5, 0.6]),
          trial(1, {headLearningRate: 9.9, margin: 'auto'}, [0.85, 0.87]),
          trial(2, {headLearningRate: 1, margin: 0.3}, [0.9, null], ['the loss became NaN <b>']),
        ],
        chosen: 1,
      },
      {...own, loss: 'affinity-m5', space: [], trials: [trial(0, {}, [null, null], ['no'])], chosen: 0},
    ],
  };
}

test('the second sentence says that nothing was tuned', () => {
  expect(howCompared(exampleResults())[1]).toBe(
    'Nothing was tuned: every loss ran with the default options of its package, apart from those listed in the settings.',
  );
});

test('or what was tuned with which budget, by what, and how many trials failed', () => {
  expect(howCompared(tunedResults())[1]).toBe(
    'Every loss was tuned with the same budget, for each data set anew: 3 trials, which are the default options of its package and ' +
      "2 quasi-random draws from the search space that it declares, the learning rate of the head's own weights included. What was " +
      'chosen has the best mean macro-F1 over 2 validation folds of the training set; all losses had the same folds and seeds, which ' +
      'are not those of the runs below, and the test set had no part in it. 2 trials of 7 failed, and counted as worst.',
  );
});

test('the page shows what was chosen, against the defaults, on a bound, and every trial', () => {
  const page = toHtml(tunedResults());
  for (const text of [
    '<h3>Tuning</h3>',
    'Best validation macro-F1 after each trial for softmax, affinity',
    'headLearningRate = 9.9, margin = auto',
    'on a bound of its range: headLearningRate (upper end)',
    '86.00 ± 1.41',
    'the loss became NaN &lt;b&gt;',
    'nothing is left to tune; not searched, because set: prototypesPerClass',
    'headLearningRate 0.1 to 10 (by ratios) alone',
    '1 of 3',
  ]) {
    // Not `toContain`, which would show the page.
    expect(page.includes(text), text).toBe(true);
  }
  expect(toHtml(exampleResults())).not.toContain('<h3>Tuning</h3>');
});

test('so does Markdown', () => {
  const text = toMarkdown(tunedResults());
  expect(text).toContain('## Tuning');
  expect(text).toContain(
    '| affinity | headLearningRate = 9.9, margin = auto; on a bound of its range: headLearningRate (upper end) | 86.00 ± 1.41 | 55.00 ± 7.07 | 1 of 3 |',
  );
  expect(text).toContain('failed: the loss became NaN \\<b\\>');
  expect(text).toContain(
    '- tuning: 3 trials of 2 trainings for each contender and data set, by macro-F1 on 2 validation folds',
  );
  expect(toMarkdown(exampleResults())).not.toContain('## Tuning');
});

test('the best so far never falls, leaves out what failed, and is a mean where there are several searches', () => {
  const means = (...all: (number | null)[]) => ({
    trials: all.map((mean, number) => ({...trial(number, {}, []), mean})),
  });
  expect(bestSoFar([means(0.5, 0.4, null, 0.75)], 'macroF1').map(({best}) => best)).toEqual([
    0.5, 0.5, 0.5, 0.75,
  ]);
  expect(bestSoFar([means(0.5, 0.25)], 'equalErrorRate').map(({best}) => best)).toEqual([0.5, 0.25]);
  expect(bestSoFar([means(null, 0.5)], 'macroF1')).toEqual([{trials: 2, best: 0.5}]);
  expect(bestSoFar([means(0.5, 1), means(0, 0)], 'macroF1').map(({best}) => best)).toEqual([0.25, 0.5]);
});
