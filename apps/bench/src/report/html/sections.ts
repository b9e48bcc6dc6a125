import type {DatasetSettings, Embedding, Results, Settings} from '../../results/types.js';
import {classDifferenceChart, classRecallChart, recallByCountChart} from '../charts/class-recall.js';
import {confusionChart} from '../charts/confusion.js';
import {embeddingChart} from '../charts/embedding.js';
import {type CurveName, hasCurve, learningCurves} from '../charts/learning-curves.js';
import {type Difficulty, type QualityAt, qualityChart} from '../charts/quality.js';
import {legend, type Series, seriesOf} from '../charts/series.js';
import {percent} from '../charts/svg.js';
import {type Comparison, comparisons} from '../comparison.js';
import {baselineOf} from '../contenders.js';
import {isOfShots, isShare, metricTitle, plainNumber} from '../format.js';
import {commonMetrics, OVERVIEW} from '../over-datasets.js';
import {mean} from '../statistics.js';
import {failedRuns, failureOf, settingsList, unitsText} from '../words.js';
import {calibrationSection} from './calibration.js';
import {costQualitySection} from './cost-quality.js';
import {featureSpaceSection} from './feature-space.js';
import {figure} from './figure.js';
import {intervalSection} from './intervals.js';
import {rocSection} from './roc.js';
import {anchor, overviewTable, recallTable, scoresTable} from './scores.js';
import {standingsSection} from './standings.js';
import {type Html, html, nothing} from './template.js';
import {trainedOnSection} from './trained-on.js';
import {tuningSection} from './tuning.js';

/** Above this many classes a row each would be a chart of several screens. */
const maxClassRows = 30;

function classSection(
  series: readonly Series[],
  settings: Settings,
  dataset: DatasetSettings,
  numbers: Html,
): Html {
  const baseline = baselineOf(settings).name;
  const charts: Html[] = [];
  const many = dataset.classNames.length > maxClassRows;
  if (!many) {
    charts.push(figure('Recall of each class', classRecallChart(series, dataset)));
    const first = series.find(({contender}) => contender.name === baseline);
    const others = series.filter((one) => one !== first);
    const chart = first && classDifferenceChart(first, others, dataset);
    if (chart) charts.push(figure(`Difference to ${first.contender.title}, pair by pair`, chart));
  }
  // With two sizes of classes the rows of the first chart say it all.
  if (many || new Set(dataset.trainCounts).size > 2)
    charts.push(figure('Recall and number of training examples', recallByCountChart(series, dataset)));
  const shaded = many || dataset.rareLabels.length === 0 ? '' : ' Shaded: the rare classes.';
  return html`<h3>Classes</h3>
<p class="note">Behind each class, its number of training examples. Marks are means over ${unitsText(settings)}, bars reach from the lowest to the highest.${shaded}</p>
${legend(series)}<div class="charts">${charts}</div>${numbers}`;
}

const accuracyCurves: [CurveName, string][] = [
  ['validationAccuracy', 'validation accuracy in %'],
  ['trainAccuracy', 'training accuracy in %'],
];

function curveSection(series: readonly Series[]): Html {
  const accuracies = accuracyCurves.filter(([name]) => hasCurve(series, name));
  const losses = series.filter((one) => hasCurve([one], 'trainLoss'));
  if (accuracies.length + losses.length === 0) return nothing;
  return html`<h3>Learning curves</h3>
<p class="note">Mean over all runs, in a band from the lowest to the highest. The losses have scales of their own.</p>
${legend(series)}<div class="charts">${[
    ...accuracies.map(([name, title]) => figure('All losses', learningCurves(series, name, title, true))),
    ...losses.map((one) =>
      figure(one.contender.title, learningCurves([one], 'trainLoss', 'training loss', false)),
    ),
  ]}</div>`;
}

const varianceText = ({varianceShown}: Embedding): string =>
  varianceShown == null ? '' : ` · ${Math.round(100 * varianceShown)} %`;

function embeddingSection(series: readonly Series[], dataset: DatasetSettings, {folds}: Settings): Html {
  const shown = series.flatMap(({contender, runs}) => {
    const embedding = runs.find((run) => run.embedding)?.embedding;
    return embedding && embedding.points.length > 0 ? [{contender, embedding}] : [];
  });
  if (shown.length === 0) return nothing;
  const methods = [...new Set(shown.flatMap(({embedding}) => embedding.method ?? []))];
  const part = shown.some(({embedding}) => embedding.varianceShown != null)
    ? ' Behind each loss, how much of the variance its plane shows: what overlaps there may be apart in the other dimensions.'
    : '';
  const rare = dataset.rareLabels.map((label) => dataset.classNames[label] ?? String(label));
  const hasPrototypes = shown.some(({embedding}) => embedding.prototypes.length > 0);
  return html`<h3>Embeddings</h3>
<p class="note">Test examples of the first seed${folds === undefined ? '' : ' and fold'}, coloured by class${methods.length > 0 ? `, in ${methods.join('; ')}` : ''}.${hasPrototypes ? ' Diamonds are prototypes.' : ''}${part}${rare.length > 0 ? ` Rare classes: ${rare.join(', ')}.` : ''}</p>
<div class="charts">${shown.map(({contender: {title}, embedding}) => figure(`${title}${varianceText(embedding)}`, embeddingChart(embedding, dataset, title)))}</div>`;
}

function confusionSection(series: readonly Series[], dataset: DatasetSettings): Html {
  return html`<h3>Confusion matrices</h3>
<p class="note">What each true class (row) was taken for, in % of its test examples over all runs. The colour follows the square root, so that small errors show.</p>
<div class="charts">${series.map((one) => figure(one.contender.title, confusionChart(one, dataset)))}</div>`;
}

/** Numbers that the heads report, as means over all runs. */
function headSection(series: readonly Series[]): Html {
  const items = series.flatMap(({contender, runs}) => {
    const names = [...new Set(runs.flatMap(({head}) => Object.keys(head ?? {})))];
    if (names.length === 0) return [];
    const values = names.map((name) => {
      const found = runs.map(({head}) => head?.[name]).filter((value) => value !== undefined);
      return `${metricTitle(name)} ${plainNumber(mean(found))}`;
    });
    return [html`<dt>${contender.title}</dt><dd>${values.join(', ')}</dd>`];
  });
  return items.length === 0
    ? nothing
    : html`<h3>Reported by the heads</h3><p class="note">After training, means over all runs.</p><dl>${items}</dl>`;
}

/** Whether the classes of the training were told apart, and not pairs of others. */
function isClassified(series: readonly Series[]): boolean {
  return series.some(({runs}) => runs.some(({perClass}) => perClass.length > 0));
}

/** Everything about one data set. */
export function datasetSection(results: Results, comparison: Comparison): Html {
  const {settings, runs} = results;
  const {dataset} = comparison;
  const series = seriesOf(settings, dataset, runs);
  const head = html`<h2>${dataset.name}</h2><p>${dataset.description}</p>${scoresTable(results, comparison)}`;
  if (series.length === 0)
    return html`<section id="${anchor(dataset.name)}">${head}<p>No run finished.</p></section>`;
  return html`<section id="${anchor(dataset.name)}">${head}
${isClassified(series) ? classSection(series, settings, dataset, recallTable(results, comparison)) : nothing}
${costQualitySection(series, comparison)}
${trainedOnSection(series, dataset)}
${tuningSection(results, dataset)}
${embeddingSection(series, dataset, settings)}
${featureSpaceSection(series, dataset)}
${rocSection(series, dataset)}
${intervalSection(series, settings.headline)}
${calibrationSection(series)}
${curveSection(series)}
${isClassified(series) ? confusionSection(series, dataset) : nothing}
${headSection(series)}</section>`;
}

/** All data sets beside each other; empty with fewer than two. */
export function overviewSection(results: Results): Html {
  const all = comparisons(results);
  if (all.length < 2) return nothing;
  const tables = commonMetrics(all)
    .slice(0, OVERVIEW)
    .map((metric) => overviewTable(all, metric));
  return html`<section><h2>All data sets</h2>${tables}
<p class="note">Bold is the best on a data set, where it is told apart from ${baselineOf(results.settings).title}.</p>
${standingsSection(results)}
${difficulties.map((difficulty) => qualityCharts(results, all, difficulty))}</section>`;
}

const percentTick = (share: number): string => `${percent(share)} %`;

/** What suites make harder from data set to data set. */
const difficulties: (Difficulty & {title: string; of: (dataset: DatasetSettings) => number | undefined})[] = [
  {
    title: 'Quality against imbalance',
    label: 'training examples that the rare classes kept',
    name: 'the fraction of the rare classes',
    scale: 'log',
    tick: percentTick,
    of: ({fraction}) => fraction,
  },
  {
    title: 'Quality against imbalance',
    label: 'imbalance ratio: most frequent class to rarest',
    name: 'the imbalance ratio',
    scale: 'log',
    tick: String,
    of: ({ratio}) => ratio,
  },
  {
    title: 'Quality against label noise',
    label: 'training labels that are wrong',
    name: 'the share of wrong labels',
    scale: 'linear',
    tick: percentTick,
    of: ({noise}) => noise,
  },
];

/** Metrics that a chart each is drawn for. */
const CHARTS = 3;

/** Quality against what the data sets differ in; empty where they do not, or in fewer than two degrees. */
function qualityCharts(
  {settings, runs}: Results,
  all: readonly Comparison[],
  difficulty: (typeof difficulties)[number],
): Html {
  const datasets = settings.datasets.flatMap((dataset): QualityAt[] => {
    const at = difficulty.of(dataset);
    const series = seriesOf(settings, dataset, runs);
    return at === undefined || series.length === 0 ? [] : [{at, series}];
  });
  if (new Set(datasets.map(({at}) => at)).size < 2) return nothing;
  const contenders = [
    ...new Map(datasets.flatMap(({series}) => series).map((one) => [one.contender.name, one])).values(),
  ];
  const charts = commonMetrics(all)
    .filter((metric) => isShare(metric) && !isOfShots(metric))
    .slice(0, CHARTS)
    .map((metric) => figure(metricTitle(metric), qualityChart(datasets, metric, difficulty)));
  return html`<h3>${difficulty.title}</h3>
<p class="note">Means over ${unitsText(settings)}, in a band of ± standard deviation.</p>
${legend(contenders)}<div class="charts">${charts}</div>`;
}

export function failureSection(results: Results): Html {
  const failed = failedRuns(results);
  if (failed.length === 0) return nothing;
  const items = failed.map((run) => {
    const {title, error, command} = failureOf(results, run);
    return html`<div class="failure"><p><strong>${title}</strong></p><p>${error}</p><p><code>${command}</code></p></div>`;
  });
  return html`<section><h2>Failed runs</h2><p>They are not part of any mean. The command repeats the run.</p>${items}</section>`;
}

export function settingsSection(results: Results): Html {
  const items = settingsList(results).map(([name, value]) =>
    name === 'command'
      ? html`<dt>${name}</dt><dd><code>${value}</code></dd>`
      : html`<dt>${name}</dt><dd>${value}</dd>`,
  );
  return html`<section><h2>Settings</h2><dl>${items}</dl></section>`;
}
