import {parseHTML} from 'linkedom';
import {expect, test} from 'vitest';
import {costQualityChart} from '../src/report/charts/cost-quality.js';
import {lossColour, lossDash, lossSymbol} from '../src/report/charts/palette.js';
import {seriesOf} from '../src/report/charts/series.js';
import {publishedSection} from '../src/report/html/published.js';
import {style} from '../src/report/html/style.js';
import {publishedTable} from '../src/report/published.js';
import {summarise} from '../src/report/summarise.js';
import {verdictList} from '../src/report/verdict-list.js';
import type {Results} from '../src/results/types.js';
import {exampleResults} from './report-results.js';

test('no two of 24 contenders have the same colour, symbol and dash, and no two of 12 the same colour', () => {
  const looks = Array.from({length: 24}, (_, at) => [lossColour(at), lossSymbol(at), lossDash(at)].join());
  expect(new Set(looks).size).toBe(24);
  expect(new Set(Array.from({length: 12}, (_, at) => lossColour(at))).size).toBe(12);
  // Light, dark and print have each of them.
  for (let at = 0; at < 12; at++) expect(style.match(new RegExp(`--loss-${at}: `, 'g'))).toHaveLength(3);
});

test('many data sets are told in a point for each metric, few one by one', () => {
  const few = verdictList(exampleResults({fractions: [0.1, 0.05]}));
  expect(few).toHaveLength(4);
  expect(few[0]!.title).toMatch(/^digits 10 %, macro-F1$/);
  const results = exampleResults({fractions: [0.5, 0.2, 0.1, 0.05]});
  const many = verdictList(results);
  expect(many.map(({title}) => title)).toEqual([
    'macro-F1 against softmax on 4 data sets',
    'rare recall against softmax on 4 data sets',
  ]);
  // By hand from the summary.
  const better = results.summary.filter(({loss, pairedToBaseline}) => {
    const {adjustedP, meanDifference} = pairedToBaseline?.macroF1 ?? {adjustedP: null, meanDifference: 0};
    return loss === 'affinity' && adjustedP !== null && adjustedP < 0.05 && meanDifference > 0;
  });
  expect(better.length).toBeGreaterThan(0);
  expect(many[0]!.text).toContain(`better: affinity on ${better.length}`);
  expect(many[0]!.text).toContain('a tie on all: affinity (m = 5)');
});

test('cost is drawn against quality where two have both', () => {
  const {settings, runs} = exampleResults();
  const series = seriesOf(settings, settings.datasets[0]!, runs);
  const chart = costQualityChart(series, 'macroF1')!;
  const {document} = parseHTML(`<!doctype html><html><body>${chart.text}</body></html>`);
  const [first] = series;
  const own = runs.filter(({loss}) => loss === first!.contender.loss.name).map(({seconds}) => seconds);
  const mean = own.reduce((sum, seconds) => sum + seconds, 0) / own.length;
  expect(document.querySelector('svg')!.getAttribute('aria-label')).toContain(
    `${first!.contender.title} 88.3 % in ${mean.toPrecision(2)} s`,
  );
  expect(costQualityChart(series.slice(0, 1), 'macroF1')).toBeUndefined();
  expect(costQualityChart(series, 'nothing')).toBeUndefined();
});

/** A comparison on mnist-even with these macro-F1 of softmax at n = 10. */
function evenResults(values: readonly number[]): Results {
  const results = exampleResults({seeds: values.length});
  const [dataset] = results.settings.datasets;
  Object.assign(dataset!, {
    name: 'mnist-even-10',
    trainCounts: dataset!.trainCounts.map((_, label) => (label % 2 === 0 ? 60 : 6000)),
    testCounts: dataset!.testCounts.map((_, label) => (label % 2 === 0 ? 10 : 1000)),
  });
  for (const run of results.runs) {
    run.dataset = 'mnist-even-10';
    if (run.loss === 'softmax') run.metrics.macroF1 = values[run.seed - 1]!;
  }
  results.suite = 'mnist-even';
  results.summary = summarise(results.runs, results.settings);
  return results;
}

test('the published table stands beside the own numbers, with what differs', () => {
  const results = evenResults([0.97, 0.98, 0.99]);
  const table = publishedTable(results)!;
  expect(table.rows.map(({dataset}) => dataset)).toEqual(['mnist-even-10']);
  expect(table.losses[0]).toBe('softmax');
  expect(table.rows[0]!.cells[0]).toEqual({published: '97.83', own: '98.00 ± 1.00'});
  expect(table.notes.join(' ')).toContain('chosen by macro-F1 on the test set itself');
  // F1 of a class with 10 test images, 9 of them found and no false ones: 18/19.
  expect(table.notes.join(' ')).toContain(`${(10 * (1 - 18 / 19)).toFixed(2)} at n = 10`);
  const {document} = parseHTML(`<!doctype html><html><body>${publishedSection(results).text}</body></html>`);
  const cells = [...document.querySelectorAll('tbody td')].map(({textContent}) => textContent);
  expect(cells.slice(0, 2)).toEqual(['97.83', '98.00 ± 1.00']);
});

test('there is no published table for another suite or other counts', () => {
  expect(publishedTable(exampleResults())).toBeUndefined();
  const results = evenResults([0.97, 0.98, 0.99]);
  results.settings.datasets[0]!.trainCounts[0] = 61;
  expect(publishedTable(results)).toBeUndefined();
});
