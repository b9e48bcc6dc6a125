import {parseHTML} from 'linkedom';
import {describe, expect, test} from 'vitest';
import {criticalDifferenceChart} from '../src/report/charts/critical-difference.js';
import {symbols} from '../src/report/charts/palette.js';
import {toHtml} from '../src/report/html/page.js';
import {toMarkdown} from '../src/report/markdown.js';
import {type Standing, standings} from '../src/report/over-datasets.js';
import {criticalDifference} from '../src/report/rank-tests.js';
import {caveats, standingText} from '../src/report/standing-words.js';
import {summarise} from '../src/report/summarise.js';
import type {Results, Run} from '../src/results/types.js';
import {exampleResults} from './report-results.js';

/** Results with made-up values of the first two metrics, and nothing that says that the data sets are of the same data. */
function results(
  datasets: number,
  value: (loss: number, dataset: number, seed: number) => number | undefined,
  seeds = 3,
): Results {
  const made = exampleResults({
    fractions: Array.from({length: datasets}, (_, at) => (at + 1) / 100),
    seeds,
    points: 5,
  });
  const losses = made.settings.losses.map(({name}) => name);
  const names = made.settings.datasets.map(({name}) => name);
  for (const dataset of made.settings.datasets) delete dataset.fraction;
  for (const run of made.runs) {
    const at = value(losses.indexOf(run.loss), names.indexOf(run.dataset), run.seed);
    if (at === undefined) Object.assign(run, {status: 'failed', error: 'no', metrics: {}});
    else run.metrics = {macroF1: at, rareRecall: at};
  }
  made.summary = summarise(made.runs, made.settings);
  return made;
}

/** affinity is best, softmax last, each by far; a little noise by seed. */
const clear = (loss: number, dataset: number, seed: number): number =>
  0.5 + [0, 0.2, 0.1][loss]! + 0.01 * dataset + 0.001 * ((seed * (loss + 2)) % 3);

function places({places}: Standing): unknown[] {
  return places.map(({contender, averageRank, wins, ties, losses, unknown}) => [
    contender.name,
    averageRank,
    [wins, ties, losses, unknown],
  ]);
}

describe('standings', () => {
  test('rank, wins, ties and losses against the baseline', () => {
    const [f1, recall, ...rest] = standings(results(7, clear));
    expect(rest).toEqual([]);
    expect([f1!.metric, recall!.metric]).toEqual(['macroF1', 'rareRecall']);
    expect(places(f1!)).toEqual([
      ['affinity', 1, [7, 0, 0, 0]],
      ['affinity-m5', 2, [7, 0, 0, 0]],
      ['softmax', 3, [0, 0, 0, 0]],
    ]);
    expect(f1!.ranked).toMatchObject({isBeyondChance: true, isOfSameData: false, test: {n: 7, k: 3}});
    expect(f1!.ranked!.groups).toEqual([
      [0, 1],
      [1, 2],
    ]);
    expect(standingText(f1!).join()).toContain(
      '(critical difference 1.25 by Nemenyi at 5\u00a0%): affinity ranks before softmax.',
    );
    expect(caveats([f1!]).join()).toContain('With 7 data sets the test has little power');
  });

  test('a mean that is ahead of the baseline by chance is a tie, and behind it a loss', () => {
    const made = results(3, (loss, dataset, seed) =>
      loss === 1 ? 0.5 + 0.1 * Math.sin(seed * 2 + dataset) : 0.5 - 0.1 * (loss / 2) + 0.001 * seed * loss,
    );
    const found = new Map(standings(made)[0]!.places.map((place) => [place.contender.name, place]));
    expect(found.get('affinity')).toMatchObject({wins: 0, ties: 3, losses: 0});
    expect(found.get('affinity-m5')).toMatchObject({wins: 0, ties: 0, losses: 3});
  });

  test('of an error rate less is better', () => {
    const made = results(7, clear);
    made.settings.headline = ['equalErrorRate'];
    for (const {metrics} of made.runs) {
      const value = metrics.macroF1!;
      for (const name of Object.keys(metrics)) delete metrics[name];
      metrics.equalErrorRate = value;
    }
    made.summary = summarise(made.runs, made.settings);
    expect(places(standings(made)[0]!)).toEqual([
      ['softmax', 1, [0, 0, 0, 0]],
      ['affinity-m5', 2, [0, 0, 7, 0]],
      ['affinity', 3, [0, 0, 7, 0]],
    ]);
  });

  test('one run a data set is not judged', () => {
    const made = results(7, clear, 1);
    expect(places(standings(made)[0]!)[0]).toEqual(['affinity', 1, [0, 0, 0, 7]]);
    expect(toMarkdown(made)).toContain('| macro-F1 | rank | wins | ties | losses | not judged |');
  });

  test('data sets without means of all are not ranked, and named', () => {
    const made = results(4, (loss, dataset, seed) =>
      loss === 1 && dataset === 2 ? undefined : clear(loss, dataset, seed),
    );
    const [found] = standings(made);
    expect(found!.ranked!.test.n).toBe(3);
    expect(found!.leftOut).toEqual(['digits 3 %']);
    expect(standingText(found!).join()).toContain(
      'Not ranked, because not all have a finished run there: digits 3 %.',
    );
    expect(found!.places[0]).toMatchObject({wins: 3});
  });

  test('a contender that never finished is left out, not the data sets', () => {
    const made = results(3, (loss, dataset, seed) => (loss === 1 ? undefined : clear(loss, dataset, seed)));
    expect(standings(made)[0]).toMatchObject({leftOut: [], ranked: {test: {n: 3, k: 2}}});
  });

  test('no ranks where only one data set has means of all', () => {
    const made = results(2, (loss, dataset, seed) =>
      loss === 1 && dataset === 1 ? undefined : clear(loss, dataset, seed),
    );
    const [found] = standings(made);
    expect(found!.ranked).toBeNull();
    expect(standingText(found!)[0]).toBe(
      'No average ranks: fewer than two data sets have finished runs of all.',
    );
    for (const text of [toHtml(made), toMarkdown(made)])
      expect(text).not.toMatch(/NaN|undefined|Infinity|\[object/);
    expect(toHtml(made)).not.toContain('Critical differences');
  });

  test.each<[string, Results]>([
    ['one data set', results(1, clear)],
    [
      'one contender',
      results(3, (loss, dataset, seed) => (loss === 0 ? clear(loss, dataset, seed) : undefined)),
    ],
  ])('nothing with %s', (_, made) => {
    expect(standings(made)).toEqual([]);
    for (const text of [toHtml(made), toMarkdown(made)]) expect(text).not.toContain('Wins, ties');
  });
});

describe('what may be concluded', () => {
  test('two data sets show nothing, however clear the ranks: F alone would be infinite', () => {
    const found = standings(results(2, clear));
    expect(found[0]!.ranked).toMatchObject({isBeyondChance: false, groups: [[0, 2]], test: {fP: 0}});
    expect(standingText(found[0]!)[0]).toMatch(
      /do not differ by more than chance .* exact p = 0\.167\): none/,
    );
    expect(caveats(found).join()).toContain('not even what is first on all of them');
  });

  test("Nemenyi's difference tells nothing apart that Friedman's test does not", () => {
    // Of two on four data sets: the critical difference is 0.98, and even 4 : 0 has p = 1/8.
    const made = results(4, (loss, dataset, seed) => (loss === 2 ? undefined : clear(loss, dataset, seed)));
    const [found] = standings(made);
    expect(found!.ranked!.criticalDifference).toBeLessThan(1);
    expect(found!.ranked).toMatchObject({isBeyondChance: false, groups: [[0, 1]]});
    expect(found!.ranked!.p).toBeCloseTo(0.125, 12);
    expect(standingText(found!)[0]).toContain('none can be called better');
  });

  test('degrees of the same data are not independent', () => {
    const said = (made: Results): boolean =>
      caveats(standings(made)).join().includes('cut from the same data');
    expect(said(results(7, clear))).toBe(false);
    for (const mark of [{fraction: 0.1}, {noise: 0.1}, {contentHash: 'f'.repeat(64)}]) {
      const made = results(7, clear);
      for (const dataset of made.settings.datasets.slice(0, 2)) Object.assign(dataset, mark);
      expect(said(made)).toBe(true);
    }
  });

  test('many pairs are counted, and those with the baseline named', () => {
    const made = results(12, clear);
    const names = ['a', 'b', 'c'];
    made.settings.samplers = [null, ...names.map((name) => ({name, title: name, options: {}}))];
    const sampled = (run: Run, name: string, at: number): Run => ({
      ...run,
      sampler: name,
      metrics: {macroF1: run.metrics.macroF1! + 0.01 * (at + 1), rareRecall: run.metrics.rareRecall!},
    });
    made.runs.push(...made.runs.flatMap((run) => names.map((name, at) => sampled(run, name, at))));
    made.summary = summarise(made.runs, made.settings);
    const text = standingText(standings(made)[0]!).join();
    expect(text).toMatch(
      /: \d\d of 66 pairs are told apart; before softmax rank affinity \+ c, .* and [^;]+\.$/,
    );
  });
});

describe('critical-difference diagram', () => {
  const made = results(7, clear);
  const [standing] = standings(made);
  const chart = (of: Standing): Element =>
    parseHTML(criticalDifferenceChart(of, of.ranked!, ['softmax', 'affinity', 'affinity-m5']).text).document
      .firstElementChild!;

  test('says what it shows', () => {
    expect(chart(standing!).getAttribute('aria-label')).toBe(
      'Average ranks by macro-F1: affinity 1.00, affinity (m = 5) 2.00, softmax 3.00; critical difference 1.25; ' +
        'not told apart: affinity, affinity (m = 5) and affinity (m = 5), softmax',
    );
    expect(toHtml(made)).toContain('Average ranks by rare recall: affinity 1.00');
  });

  test('the bar is as long as the critical difference on the axis of ranks', () => {
    const svg = chart(standing!);
    const xs = [...svg.querySelectorAll('[aria-label=dot] path')].map((mark) =>
      Number(/translate\(([\d.]+)/.exec(mark.getAttribute('transform') ?? '')![1]),
    );
    const bar = [...svg.querySelectorAll('[aria-label=rule] line')]
      .map((line) => Number(line.getAttribute('x2')) - Number(line.getAttribute('x1')))
      .find((length) => length > 0)!;
    expect(bar / (xs[1]! - xs[0]!)).toBeCloseTo(criticalDifference(7, 3), 3);
  });

  test('every symbol is a shape that can be filled, and not a stroke', () => {
    const contender = standing!.places[0]!.contender;
    const many = symbols.map((symbol) => ({
      ...standing!.places[0]!,
      contender: {...contender, name: symbol},
    }));
    const marks = parseHTML(
      criticalDifferenceChart({...standing!, places: many}, {...standing!.ranked!, groups: []}, symbols).text,
    ).document.querySelectorAll('[aria-label=dot] path, [aria-label=dot] circle');
    expect(marks).toHaveLength(symbols.length);
    for (const mark of marks) if (mark.localName !== 'circle') expect(mark.getAttribute('d')).toMatch(/Z$/i);
  });

  test('overlapping groups lie in lanes of their own', () => {
    const lines = [...chart(standing!).querySelectorAll('[aria-label=rule][stroke-width="4"]')];
    expect(new Set(lines.map((line) => line.outerHTML.match(/translate\([\d.]+/)?.[0])).size).toBe(2);
  });
});
