import {readFileSync} from 'node:fs';
import {Ajv2020} from 'ajv/dist/2020.js';
import {parseHTML} from 'linkedom';
import {describe, expect, test} from 'vitest';
import {comparisons} from '../src/report/comparison.js';
import {toHtml} from '../src/report/html/page.js';
import {toMarkdown} from '../src/report/markdown.js';
import {holm, pairedDifference, spread} from '../src/report/statistics.js';
import {summarise} from '../src/report/summarise.js';
import {toTerminalTable} from '../src/report/terminal-table.js';
import type {Results, Run, SummaryRow} from '../src/results/types.js';
import {exampleResults} from './report-results.js';

const schema = JSON.parse(readFileSync(new URL('../results.schema.json', import.meta.url), 'utf8'));
const valid = new Ajv2020({allErrors: true, allowUnionTypes: true}).compile(schema);

function errors(results: unknown): string[] {
  valid(JSON.parse(JSON.stringify(results)));
  return (valid.errors ?? []).map(({instancePath, message}) => `${instancePath} ${message}`);
}

const baseline = {loss: 'softmax', sampler: null};

/** A run with nothing but the metrics. */
function run(loss: string, seed: number, macroF1: number | undefined, dataset = 'a'): Run {
  return {
    id: `${dataset} ${loss} ${seed}`,
    key: 'f'.repeat(64),
    dataset,
    loss,
    options: {},
    sampler: null,
    seed,
    status: macroF1 === undefined ? 'failed' : 'ok',
    metrics: macroF1 === undefined ? {} : {macroF1},
    perClass: [],
    confusion: [],
    curves: {epoch: [], trainLoss: []},
    seconds: 1,
  };
}

describe('results.schema.json', () => {
  test('takes what the types say', () => {
    expect(errors(exampleResults())).toEqual([]);
    expect(errors(exampleResults({fractions: [0.1, 0.01], seeds: 1, failing: 2}))).toEqual([]);
  });

  test.each<[string, (results: Results) => void, RegExp]>([
    ['a metric above 1', ({runs}) => Object.assign(runs[0]?.metrics ?? {}, {accuracy: 97}), /accuracy must/],
    [
      'NaN, which JSON writes as null',
      ({runs}) => Object.assign(runs[0]?.metrics ?? {}, {gMean: NaN}),
      /gMean/,
    ],
    ['an unknown field', (results) => Object.assign(results, {extra: 1}), /additional properties/],
    ['a failure without its error', ({runs}) => Object.assign(runs[0] ?? {}, {status: 'failed'}), /'error'/],
    [
      'a run that is ok without numbers',
      ({runs}) => Object.assign(runs[0] ?? {}, {metrics: {}}),
      /'macroF1'/,
    ],
    ['another version', (results) => Object.assign(results, {version: 2}), /version/],
  ])('refuses %s', (_, spoil, message) => {
    const results = exampleResults();
    spoil(results);
    expect(errors(results).join('\n')).toMatch(message);
  });
});

describe('statistics', () => {
  test('mean, sample deviation and the t-interval of paired differences', () => {
    // scipy.stats.ttest_1samp([1, 2, 4, 7], 0).confidence_interval(0.95), SciPy 1.17.1
    const difference = pairedDifference([1, 2, 4, 7]);
    expect(difference.meanDifference).toBe(3.5);
    expect(difference.std).toBeCloseTo(Math.sqrt(7), 12);
    expect(difference.interval95?.[0]).toBeCloseTo(-0.7099807422985158, 6);
    expect(difference.interval95?.[1]).toBeCloseTo(7.709980742298516, 6);
    // scipy.stats.ttest_1samp(…, 0).pvalue
    expect(difference.p).toBeCloseTo(0.07727428998754564, 8);
    expect(pairedDifference([0.01, 0.03, -0.02, 0.04, 0.02]).p).toBeCloseTo(0.1951379175860535, 8);
    expect(pairedDifference([-1, -2, -4, -7]).p).toBeCloseTo(0.07727428998754564, 8);
  });

  test('differences of a cross-validation, whose training sets overlap', () => {
    // mean ± t · sqrt((1/n + 1/(k − 1)) · s²) of Nadeau and Bengio by SciPy 1.17.1; 10 differences are 2 repeats of 5 folds.
    const known: [differences: number[], folds: number, p: number, low: number, high: number][] = [
      [[1, 2, 4, 7, 3], 5, 0.09248949114346491, -0.8877877864805339, 7.687787786480534],
      [
        [0.01, 0.03, -0.02, 0.04, 0.02, 0.05, 0.01, 0.02, 0.03, 0],
        5,
        0.1471806270055122,
        -0.008098716698214489,
        0.046098716698214484,
      ],
      [
        [0.03, 0.02, 0.04, 0.025, 0.035, 0.03],
        3,
        0.0034781651152865065,
        0.015158738852214113,
        0.04484126114778589,
      ],
    ];
    for (const [differences, folds, p, low, high] of known) {
      const corrected = pairedDifference(differences, folds);
      expect(corrected.p).toBeCloseTo(p, 8);
      expect(corrected.interval95?.[0]).toBeCloseTo(low, 6);
      expect(corrected.interval95?.[1]).toBeCloseTo(high, 6);
      expect(corrected.p).toBeGreaterThan(pairedDifference(differences).p!);
    }
  });

  test('differences without any spread', () => {
    expect(pairedDifference([2, 2]).p).toBe(0);
    expect(pairedDifference([0, 0, 0]).p).toBe(1);
  });

  test("Holm's correction", () => {
    // By hand from Holm 1979; R's p.adjust(c(0.01, 0.04, 0.03, 0.005), 'holm') has the same.
    const adjusted = [0.03, 0.06, 0.06, 0.02];
    for (const [i, p] of holm([0.01, 0.04, 0.03, 0.005]).entries()) expect(p).toBeCloseTo(adjusted[i]!, 12);
    expect(holm([0.5, 0.9])).toEqual([1, 1]);
    expect(holm([0.02])).toEqual([0.02]);
    expect(holm([])).toEqual([]);
  });

  test('one value has no deviation and no interval', () => {
    expect(spread([3])).toEqual({mean: 3, std: null, n: 1});
    expect(pairedDifference([3])).toMatchObject({interval95: null, p: null});
  });
});

describe('summarise', () => {
  test('pairs by seed, and leaves failed runs out', () => {
    const runs = [
      ...[0.8, 0.9, undefined, 0.7].map((value, seed) => run('softmax', seed, value)),
      ...[0.7, 0.95, 0.9, 0.8].reverse().map((value, index) => run('affinity', 3 - index, value)),
      run('affinity', 0, 0.5, 'b'),
    ];
    const [softmax, affinity, alone, ...rest] = summarise(runs, {baseline});
    expect(rest).toEqual([]);
    expect(softmax).toMatchObject({dataset: 'a', loss: 'softmax', runs: 4, failed: 1});
    expect(softmax?.metrics.macroF1?.n).toBe(3);
    expect(softmax?.metrics.macroF1?.mean).toBeCloseTo(0.8, 12);
    expect(softmax?.metrics.macroF1?.std).toBeCloseTo(0.1, 12);
    expect(softmax?.pairedToBaseline).toBeUndefined();
    expect(affinity).toMatchObject({runs: 4, failed: 0});
    const paired = affinity?.pairedToBaseline?.macroF1;
    expect(paired?.n).toBe(3);
    expect(paired?.meanDifference).toBeCloseTo((-0.1 + 0.05 + 0.1) / 3, 12);
    expect(alone).toMatchObject({dataset: 'b', runs: 1, pairedToBaseline: {}});
  });

  test('corrects p for the losses of a data set, metric by metric', () => {
    const values = [0.5, 0.6, 0.7];
    const gains = [0.1, 0.11, 0.13];
    const of = (dataset: string, losses: string[]): Run[] =>
      values.flatMap((value, seed) => [
        run('softmax', seed, value, dataset),
        ...losses.map((loss) => run(loss, seed, value + gains[seed]!, dataset)),
      ]);
    const rows = summarise([...of('a', ['affinity', 'center']), ...of('b', ['affinity'])], {baseline});
    const paired = rows.flatMap(({pairedToBaseline}) => pairedToBaseline?.macroF1 ?? []);
    expect(paired.map(({p, adjustedP}) => Math.round((100 * adjustedP!) / p!))).toEqual([200, 200, 100]);
    expect(rows.filter(({pairedToBaseline}) => pairedToBaseline === undefined)).toHaveLength(2);
  });
});

/** The results once more with a sampler, by which everything gets better. */
function sampledResults(): Results {
  const results = exampleResults({seeds: 5, points: 20});
  results.settings.samplers = [null, {name: 'smote:k=3', title: 'smote (k = 3)', options: {k: 3}}];
  const better = results.runs.map((each): Run => {
    const more = Object.entries(each.metrics).map(([name, value]) => [name, Math.min(1, value! + 0.02)]);
    return {
      ...each,
      id: `${each.id} smote`,
      sampler: 'smote:k=3',
      metrics: Object.fromEntries(more) as Run['metrics'],
      trainedOn: {
        counts: results.settings.datasets[0]!.trainCounts.map(() => 5000),
        synthetic: 23750,
        steps: 99,
      },
    };
  });
  results.runs.push(...better);
  results.summary = summarise(results.runs, results.settings);
  return results;
}

describe('samplers', () => {
  test('every loss with every sampler is compared with the plain baseline', () => {
    const results = sampledResults();
    expect(errors(results)).toEqual([]);
    const rows = results.summary.map(({loss, sampler, pairedToBaseline}) => [
      loss,
      sampler,
      pairedToBaseline?.accuracy?.n,
    ]);
    expect(rows).toEqual([
      ['softmax', null, undefined],
      ['affinity', null, 5],
      ['affinity-m5', null, 5],
      ['softmax', 'smote:k=3', 5],
      ['affinity', 'smote:k=3', 5],
      ['affinity-m5', 'smote:k=3', 5],
    ]);
    const smote = results.summary[3]!.pairedToBaseline!.accuracy!;
    expect(smote.meanDifference).toBeCloseTo(0.02, 10);
    // Five comparisons with the baseline.
    expect(smote.adjustedP!).toBeLessThan(0.05);
    const affinity = results.summary[1]!.pairedToBaseline!.accuracy!;
    expect(affinity.adjustedP! / affinity.p!).toBeGreaterThan(1);
  });

  test('tables, charts and settings name them', () => {
    const results = sampledResults();
    for (const text of [toTerminalTable(results), toMarkdown(results)])
      expect(text).toContain('softmax + smote');
    const page = toHtml(results);
    expect(page).toContain('Confusion matrix of affinity + smote (k = 3)');
    expect(page).toContain('with the samplers none and smote (k = 3)');
    const {document} = parseHTML(page);
    const cells = [...document.querySelectorAll('h3')]
      .find(({textContent}) => textContent === 'Training examples')!
      .parentElement!.querySelectorAll('table');
    const table = [...cells].find(({textContent}) => textContent?.includes('of them made'))!;
    const rows = [...table.querySelectorAll('tbody tr')].map(({textContent}) => textContent);
    expect(rows[1]).toMatch(/^smote \(k = 3\)50,00023,750/);
    expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/);
  });
});

describe('folds', () => {
  test('pairs are of the same seed and fold, and the test is the corrected one', () => {
    const of = (loss: string, seed: number, fold: number, value: number): Run => ({
      ...run(loss, seed, value),
      fold,
    });
    const gains = [0.01, 0.03, -0.02, 0.04, 0.02, 0.05, 0.01, 0.02, 0.03, 0];
    const places = gains.map((gain, i) => ({gain, seed: 1 + Math.floor(i / 5), fold: 1 + (i % 5)}));
    const runs = [
      ...places.map(({seed, fold}) => of('softmax', seed, fold, 0.5 + 0.01 * seed + 0.02 * fold)),
      ...places
        .map(({gain, seed, fold}) => of('affinity', seed, fold, 0.5 + 0.01 * seed + 0.02 * fold + gain))
        .reverse(),
    ];
    const [, affinity] = summarise(runs, {baseline, folds: 5});
    expect(affinity?.pairedToBaseline?.macroF1?.n).toBe(10);
    expect(affinity?.pairedToBaseline?.macroF1?.p).toBeCloseTo(0.1471806270055122, 8);
  });

  test('are said in words', () => {
    const results = exampleResults({seeds: 2});
    results.settings.folds = 5;
    for (const [i, each] of results.runs.entries()) each.fold = 1 + (i % 2);
    results.summary = summarise(results.runs, results.settings);
    expect(errors(results)).toEqual([]);
    for (const text of [toHtml(results), toMarkdown(results)]) {
      expect(text).toContain('2 paired seeds of 5 folds each');
      expect(text).toContain('corrected resampled t-test (Nadeau and Bengio 2003)');
    }
    expect(toTerminalTable(results).replaceAll('\n', ' ')).toContain(
      'by the corrected resampled t-test at 5 %',
    );
  });
});

test('quality against label noise', () => {
  const results = exampleResults({fractions: [0.5, 0.4, 0.1], points: 10});
  for (const [i, dataset] of results.settings.datasets.entries()) {
    delete dataset.fraction;
    dataset.noise = 0.3 * i;
  }
  for (const [i, each] of results.runs.entries())
    each.trainedOn = {counts: [60, 40], synthetic: 0, flippedLabels: 30 + (i % 2), steps: 5};
  expect(errors(results)).toEqual([]);
  const page = toHtml(results);
  expect(page).toContain('macro-F1 against the share of wrong labels');
  expect(page).toMatch(/30\.\d+ % of the training labels were changed \(30 to 31 %\)/);
});

describe('what is best', () => {
  function row(loss: string, mean: number, difference = 0, adjustedP?: number): SummaryRow {
    const own = {
      dataset: 'digits 5 %',
      loss,
      sampler: null,
      runs: 3,
      failed: 0,
      metrics: {macroF1: {mean, std: 0.01, n: 3}},
    };
    if (adjustedP === undefined) return own;
    const known = {std: 0.01, n: 3, interval95: [-1, 1] as [number, number], p: adjustedP / 2};
    return {...own, pairedToBaseline: {macroF1: {...known, meanDifference: difference, adjustedP}}};
  }
  function best(...rows: SummaryRow[]): string | undefined {
    return comparisons({...exampleResults(), summary: rows})[0]?.best.get('macroF1');
  }

  test('the highest mean, where it is more than chance after the correction', () => {
    expect(best(row('softmax', 0.8), row('affinity', 0.9, 0.1, 0.049))).toBe('affinity');
    expect(best(row('softmax', 0.8), row('affinity', 0.9, 0.1, 0.05))).toBeUndefined();
  });

  test('the baseline only where it is told apart from all others', () => {
    const below = row('affinity', 0.7, -0.1, 0.01);
    expect(best(row('softmax', 0.8), below)).toBe('softmax');
    expect(best(row('softmax', 0.8), below, row('affinity-m5', 0.79, -0.01, 0.4))).toBeUndefined();
  });

  test('nobody, where there is nobody to compare with', () => {
    expect(best(row('softmax', 0.8))).toBeUndefined();
  });
});

describe('terminal table', () => {
  test('fits 100 columns and says what failed', () => {
    const text = toTerminalTable(exampleResults({fractions: [0.1, 0.01], failing: 4}));
    for (const line of text.split('\n').filter((line) => !/failed|became NaN|again/.test(line)))
      expect(line.length).toBeLessThanOrEqual(100);
    expect(text).toMatch(/affinity +\d\d\.\d\d±\d\.\d\d[▲▼=] .* 2\/3 /);
    expect(text).toContain('failed: affinity, digits 10 %, seed 2');
    expect(text).toContain('again: npm run bench -- run digits --losses affinity --seed 2');
  });
});

describe('Markdown', () => {
  test('bold only where the difference is clear', () => {
    const results = exampleResults({seeds: 5});
    const text = toMarkdown(results);
    expect(text).toMatch(/\| affinity \| \*\*\d\d\.\d\d ± \d\.\d\d\*\* \|/);
    expect(text).toMatch(/\| affinity \(m = 5\) \| [+−]?\d\.\d\d \([+−]\d\.\d\d to [+−]\d\.\d\d\), tie \|/);
    expect(text).not.toMatch(/NaN|undefined/);
  });

  test('escapes what would be markup', () => {
    const results = exampleResults({failing: 1});
    results.suite = 'a | *b* <i>';
    const text = toMarkdown(results);
    expect(text).toContain('# a \\| \\*b\\* \\<i\\>');
    expect(text).not.toContain('<script>');
  });
});

describe('HTML report', () => {
  const results = exampleResults({failing: 6, seeds: 5});
  const page = toHtml(results);
  const {document} = parseHTML(page);

  test('is offline: no script, and nothing that loads', () => {
    expect(document.querySelectorAll('script, link, iframe, object, embed, img, image, use')).toHaveLength(0);
    for (const element of document.querySelectorAll('*')) {
      for (const {name, value} of element.attributes) {
        expect(name).not.toMatch(/^on/);
        if (/^(src|href|xlink:href|srcset|action|data|poster)$/.test(name)) expect(value).toMatch(/^#/);
        if (name === 'style') expect(value).not.toMatch(/url\(/);
      }
    }
    expect(document.querySelector('style')?.textContent).not.toMatch(/url\(|@import|https?:/);
    expect(page.replaceAll(/http:\/\/www\.w3\.org\/[\w/]+/g, '')).not.toMatch(/https?:\/\//);
  });

  test('escapes text in the page and in the charts', () => {
    expect(page).not.toMatch(/<nine>|<script>alert/);
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(page).toContain('&lt;nine&gt;');
    const hostile = exampleResults();
    const markup = '"><img src=x onerror=alert(1)>';
    for (const loss of hostile.settings.losses) loss.title = markup;
    for (const dataset of hostile.settings.datasets) {
      dataset.name = markup;
      dataset.classNames = dataset.classNames.map(() => markup);
    }
    for (const each of [...hostile.runs, ...hostile.summary]) each.dataset = markup;
    for (const {embedding} of hostile.runs) if (embedding) embedding.method = markup;
    hostile.suite = markup;
    hostile.settings.backbone = [markup];
    const spoilt = parseHTML(toHtml(hostile)).document;
    expect(spoilt.querySelectorAll('svg').length).toBeGreaterThan(5);
    expect(spoilt.querySelectorAll('img, [onerror]')).toHaveLength(0);
  });

  test('has every chart of every loss', () => {
    const descriptions = [...document.querySelectorAll('svg[role=img]')].map((chart) =>
      chart.getAttribute('aria-label'),
    );
    expect(descriptions).toEqual([
      'Recall of each class for softmax, affinity, affinity (m = 5)',
      'Recall of each class against softmax for affinity, affinity (m = 5)',
      'macro-F1 against seconds a run: softmax 88.3 % in 12 s, affinity 90.3 % in 16 s, affinity (m = 5) 88.3 % in 18 s',
      'rare recall against seconds a run: softmax 81.1 % in 12 s, affinity 85 % in 16 s, affinity (m = 5) 81.1 % in 18 s',
      'Embedding of softmax: 120 test examples in two dimensions',
      'Embedding of affinity: 120 test examples in two dimensions',
      'Embedding of affinity (m = 5): 120 test examples in two dimensions',
      'training accuracy in % over the epochs for softmax, affinity, affinity (m = 5)',
      'training loss over the epochs for softmax',
      'training loss over the epochs for affinity',
      'training loss over the epochs for affinity (m = 5)',
      'Confusion matrix of softmax',
      'Confusion matrix of affinity',
      'Confusion matrix of affinity (m = 5)',
    ]);
    expect(page).not.toMatch(/NaN(?! in epoch)|undefined|Infinity/);
  });

  test('tells how much of the embeddings their planes show', () => {
    const captions = [...document.querySelectorAll('figcaption')].map((caption) => caption.textContent);
    expect(captions).toContain('affinity · 38 %');
    expect(page).toContain('how much of the variance its plane shows');
  });

  test('shows the numbers: the best in bold, a tie as a tie', () => {
    const affinity = results.summary[1]?.metrics.macroF1;
    const bold = [...document.querySelectorAll('.best')].map((cell) => cell.textContent);
    expect(bold).toContain(
      `${((affinity?.mean ?? 0) * 100).toFixed(2)} ± ${((affinity?.std ?? 0) * 100).toFixed(2)}`,
    );
    const rows = [...document.querySelectorAll('.scores tbody tr')];
    expect(rows[1]?.querySelector('.change')?.textContent).toMatch(/^\+\d\.\d\d \(\+.* to \+/);
    expect(rows[2]?.querySelector('.change')?.textContent).toMatch(/^[+−]?\d\.\d\d tie \(−.* to \+/);
    expect(rows[2]?.querySelector('.best')).toBeNull();
  });

  test('lists failed runs with error and command', () => {
    const failure = document.querySelector('.failure')?.textContent ?? '';
    expect(failure).toContain('affinity, digits 5 %, seed 2');
    expect(failure).toContain('the loss became NaN in epoch 3');
    expect(document.querySelector('.failure code')?.textContent).toMatch(
      /^npm run bench -- run digits --losses/,
    );
  });

  test('several data sets have a section each, and quality against fraction', () => {
    const several = parseHTML(toHtml(exampleResults({fractions: [0.1, 0.02, 0.01], points: 20}))).document;
    const titles = [...several.querySelectorAll('h2')].map((title) => title.textContent);
    expect(titles).toEqual(['All data sets', 'digits 10 %', 'digits 2 %', 'digits 1 %', 'Settings']);
    expect(
      several.querySelector('[aria-label="macro-F1 against the fraction of the rare classes"]'),
    ).toBeTruthy();
    for (const link of several.querySelectorAll('a'))
      expect(several.getElementById(link.getAttribute('href')?.slice(1) ?? '')).toBeTruthy();
  });

  test('quality against the imbalance ratio has every ratio below the axis', () => {
    const results = exampleResults({fractions: [0.1, 0.04, 0.02, 0.01], points: 20});
    for (const [at, dataset] of results.settings.datasets.entries()) {
      delete dataset.fraction;
      dataset.ratio = [10, 50, 100, 200][at]!;
    }
    expect(valid(results), JSON.stringify(valid.errors)).toBe(true);
    const chart = parseHTML(toHtml(results)).document.querySelector(
      '[aria-label="macro-F1 against the imbalance ratio"]',
    );
    const texts = [...(chart?.querySelectorAll('[aria-label="x-axis tick label"] text') ?? [])];
    expect(texts.map(({textContent}) => textContent)).toEqual(['10', '50', '100', '200']);
  });

  test.each<[string, (results: Results) => void]>([
    ['one seed', (one) => one.runs.splice(0, one.runs.length, ...one.runs.filter(({seed}) => seed === 1))],
    [
      'one loss',
      (one) => one.runs.splice(0, one.runs.length, ...one.runs.filter(({loss}) => loss === 'softmax')),
    ],
    [
      'no baseline',
      (one) => one.runs.splice(0, one.runs.length, ...one.runs.filter(({loss}) => loss !== 'softmax')),
    ],
    [
      'one epoch',
      ({runs}) => {
        for (const each of runs) each.curves = {epoch: [1], trainLoss: [0]};
      },
    ],
    [
      'no curves',
      ({runs}) => {
        for (const each of runs) each.curves = {epoch: [], trainLoss: []};
      },
    ],
    [
      'no rare classes',
      ({settings}) => {
        for (const each of settings.datasets) each.rareLabels = [];
      },
    ],
    [
      'nothing but failures',
      ({runs}) => {
        for (const each of runs)
          Object.assign(each, {
            status: 'failed',
            error: 'no',
            metrics: {},
            perClass: [],
            confusion: [],
            embedding: undefined,
          });
      },
    ],
    [
      'a metric of another package',
      ({runs}) => {
        for (const each of runs) each.metrics.equalErrorRate = 0.1;
      },
    ],
    [
      'an embedding without spread',
      ({runs}) => {
        for (const {embedding} of runs) if (embedding) embedding.points = embedding.points.map(() => [1, 1]);
      },
    ],
  ])('is whole with %s', (_, change) => {
    const special = exampleResults();
    change(special);
    special.summary = summarise(special.runs, special.settings);
    expect(errors(special)).toEqual([]);
    for (const text of [toHtml(special), toMarkdown(special), toTerminalTable(special)])
      expect(text).not.toMatch(/NaN|undefined|Infinity|\[object/);
  });

  test('a hundred classes and a long tail', () => {
    const many = exampleResults({points: 10});
    for (const dataset of many.settings.datasets) {
      dataset.classNames = Array.from({length: 100}, (_, label) => `class ${label}`);
      dataset.trainCounts = dataset.classNames.map((_, label) => Math.round(500 * 0.95 ** label));
      dataset.testCounts = dataset.classNames.map(() => 10);
    }
    for (const each of many.runs) {
      each.confusion = Array.from({length: 100}, (_, t) =>
        Array.from({length: 100}, (_, p) => (t === p ? 10 : 0)),
      );
      each.perClass = Array.from({length: 100}, (_, label) => ({
        label,
        name: `class ${label}`,
        trainCount: 1,
        support: 10,
        precision: 1,
        recall: 1,
        f1: 1,
      }));
    }
    const text = toHtml(many);
    expect(text).toContain('Recall against training examples for softmax');
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  });
});
