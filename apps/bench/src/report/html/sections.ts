import type {DatasetSettings, Results} from '../../results/types.js';
import {classDifferenceChart, classRecallChart, recallByCountChart} from '../charts/class-recall.js';
import {confusionChart} from '../charts/confusion.js';
import {embeddingChart} from '../charts/embedding.js';
import {type FractionSeries, fractionChart} from '../charts/fractions.js';
import {type CurveName, hasCurve, learningCurves} from '../charts/learning-curves.js';
import {legend, type Series, seriesOf} from '../charts/series.js';
import {type Comparison, comparisons} from '../comparison.js';
import {metricTitle, plainNumber} from '../format.js';
import {mean} from '../statistics.js';
import {failedRuns, failureOf, lossTitle, settingsList} from '../words.js';
import {anchor, overviewTable, recallTable, scoresTable} from './scores.js';
import {type Html, html, nothing} from './template.js';

function figure(caption: string, chart: Html): Html {
  return html`<figure><figcaption>${caption}</figcaption>${chart}</figure>`;
}

/** Above this many classes a row each would be a chart of several screens. */
const maxClassRows = 30;

function classSection(
  series: readonly Series[],
  baseline: string,
  dataset: DatasetSettings,
  numbers: Html,
): Html {
  const charts: Html[] = [];
  const many = dataset.classNames.length > maxClassRows;
  if (!many) {
    charts.push(figure('Recall of each class', classRecallChart(series, dataset)));
    const first = series.find(({loss}) => loss.name === baseline);
    const others = series.filter((one) => one !== first);
    const chart = first && classDifferenceChart(first, others, dataset);
    if (chart) charts.push(figure(`Difference to ${first.loss.title}, seed by seed`, chart));
  }
  // With two sizes of classes the rows of the first chart say it all.
  if (many || new Set(dataset.trainCounts).size > 2)
    charts.push(figure('Recall and number of training examples', recallByCountChart(series, dataset)));
  const shaded = many || dataset.rareLabels.length === 0 ? '' : ' Shaded: the rare classes.';
  return html`<h3>Classes</h3>
<p class="note">Behind each class, its number of training examples. Marks are means over the seeds, bars reach from the lowest to the highest seed.${shaded}</p>
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
<p class="note">Mean over the seeds, in a band from the lowest to the highest. The losses have scales of their own.</p>
${legend(series)}<div class="charts">${[
    ...accuracies.map(([name, title]) => figure('All losses', learningCurves(series, name, title, true))),
    ...losses.map((one) =>
      figure(one.loss.title, learningCurves([one], 'trainLoss', 'training loss', false)),
    ),
  ]}</div>`;
}

function embeddingSection(series: readonly Series[], dataset: DatasetSettings): Html {
  const shown = series.flatMap(({loss, runs}) => {
    const embedding = runs.find((run) => run.embedding)?.embedding;
    return embedding && embedding.points.length > 0 ? [{loss, embedding}] : [];
  });
  if (shown.length === 0) return nothing;
  const methods = [...new Set(shown.flatMap(({embedding}) => embedding.method ?? []))];
  const rare = dataset.rareLabels.map((label) => dataset.classNames[label] ?? String(label));
  return html`<h3>Embeddings</h3>
<p class="note">Test examples of the first seed, coloured by class${methods.length > 0 ? `, in ${methods.join('; ')}` : ''}. Diamonds are prototypes.${rare.length > 0 ? ` Rare classes: ${rare.join(', ')}.` : ''}</p>
<div class="charts">${shown.map(({loss, embedding}) => figure(loss.title, embeddingChart(embedding, dataset, loss.title)))}</div>`;
}

function confusionSection(series: readonly Series[], dataset: DatasetSettings): Html {
  return html`<h3>Confusion matrices</h3>
<p class="note">What each true class (row) was taken for, in % of its test examples over all seeds. The colour follows the square root, so that small errors show.</p>
<div class="charts">${series.map((one) => figure(one.loss.title, confusionChart(one, dataset)))}</div>`;
}

/** Numbers that the heads report, as means over the seeds. */
function headSection(series: readonly Series[]): Html {
  const items = series.flatMap(({loss, runs}) => {
    const names = [...new Set(runs.flatMap(({head}) => Object.keys(head ?? {})))];
    if (names.length === 0) return [];
    const values = names.map((name) => {
      const found = runs.map(({head}) => head?.[name]).filter((value) => value !== undefined);
      return `${metricTitle(name)} ${plainNumber(mean(found))}`;
    });
    return [html`<dt>${loss.title}</dt><dd>${values.join(', ')}</dd>`];
  });
  return items.length === 0
    ? nothing
    : html`<h3>Reported by the heads</h3><p class="note">After training, means over the seeds.</p><dl>${items}</dl>`;
}

/** Everything about one data set. */
export function datasetSection(results: Results, comparison: Comparison): Html {
  const {settings, runs} = results;
  const {dataset} = comparison;
  const series = seriesOf(settings.losses, settings.baseline, dataset, runs);
  const head = html`<h2>${dataset.name}</h2><p>${dataset.description}</p>${scoresTable(results, comparison)}`;
  if (series.length === 0)
    return html`<section id="${anchor(dataset.name)}">${head}<p>No run finished.</p></section>`;
  return html`<section id="${anchor(dataset.name)}">${head}
${classSection(series, settings.baseline, dataset, recallTable(results, comparison))}
${embeddingSection(series, dataset)}
${curveSection(series)}
${confusionSection(series, dataset)}
${headSection(series)}</section>`;
}

/** All data sets beside each other; empty with fewer than two. */
export function overviewSection(results: Results): Html {
  const all = comparisons(results);
  if (all.length < 2) return nothing;
  const tables = ['macroF1', 'rareRecall']
    .filter((metric) => all.some(({metrics}) => metrics.includes(metric)))
    .map((metric) => overviewTable(all, metric));
  return html`<section><h2>All data sets</h2>${tables}
<p class="note">Bold is the best of a row, where it is told apart from ${lossTitle(results.settings, results.settings.baseline)}.</p>
${fractionCharts(results)}</section>`;
}

/** Quality against the fraction that the rare classes kept; empty with fewer than two fractions. */
function fractionCharts({settings, runs}: Results): Html {
  const datasets = settings.datasets.flatMap((dataset): FractionSeries[] => {
    const series = seriesOf(settings.losses, settings.baseline, dataset, runs);
    return dataset.fraction === undefined || series.length === 0
      ? []
      : [{fraction: dataset.fraction, series}];
  });
  if (new Set(datasets.map(({fraction}) => fraction)).size < 2) return nothing;
  const metrics = ['macroF1', 'rareRecall', 'accuracy'].filter((metric) =>
    datasets.some(({series}) =>
      series.some(({runs}) => runs.some((run) => run.metrics[metric] !== undefined)),
    ),
  );
  const losses = [
    ...new Map(datasets.flatMap(({series}) => series).map((one) => [one.loss.name, one])).values(),
  ];
  return html`<h3>Quality against imbalance</h3>
<p class="note">Means over the seeds ± standard deviation.</p>
${legend(losses)}<div class="charts">${metrics.map((metric) => figure(metricTitle(metric), fractionChart(datasets, metric)))}</div>`;
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
