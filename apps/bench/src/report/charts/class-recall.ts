import {axisX, axisY, dot, gridY, line} from '@observablehq/plot';
import type {DatasetSettings} from '../../results/types.js';
import {pairKey} from '../contenders.js';
import type {Html} from '../html/template.js';
import {mean} from '../statistics.js';
import {classRows, type Mark} from './class-rows.js';
import type {Series} from './series.js';
import {percent, svg} from './svg.js';

interface Point extends Mark {
  trainCount: number;
}

function recalls({runs}: Series, {trainCounts}: DatasetSettings): Point[] {
  return trainCounts.flatMap((trainCount, label) => {
    const values = runs.flatMap(({perClass}) =>
      perClass.filter((one) => one.label === label).map(({recall}) => recall),
    );
    return values.length === 0
      ? []
      : [{label, trainCount, mean: mean(values), low: Math.min(...values), high: Math.max(...values)}];
  });
}

function lowest(series: readonly Series[], dataset: DatasetSettings): number {
  const lows = series.flatMap((one) => recalls(one, dataset).map(({low}) => low));
  return Math.max(0, Math.floor(Math.min(...lows) * 10 - 0.2) / 10);
}

/** Recall of each class. */
export function classRecallChart(series: readonly Series[], dataset: DatasetSettings): Html {
  return classRows(
    series.map((one) => ({series: one, marks: recalls(one, dataset)})),
    dataset,
    {
      domain: [lowest(series, dataset), 1],
      label: 'recall in %',
      zero: false,
      tickFormat: percent,
      lanes: series.length,
    },
    `Recall of each class for ${series.map(({contender}) => contender.title).join(', ')}`,
  );
}

/** Differences over the seeds and folds that both finished. */
function differences({runs}: Series, baseline: Series, classes: number): Mark[] {
  const others = new Map(baseline.runs.map((run) => [pairKey(run), run.perClass]));
  return Array.from({length: classes}, (_, label) => label).flatMap((label) => {
    const values = runs.flatMap((run) => {
      const own = run.perClass.find((one) => one.label === label);
      const other = others.get(pairKey(run))?.find((one) => one.label === label);
      return own && other ? [own.recall - other.recall] : [];
    });
    return values.length === 0
      ? []
      : [{label, mean: mean(values), low: Math.min(...values), high: Math.max(...values)}];
  });
}

/** Recall of each class minus the baseline's, seed by seed; undefined where no seed can be paired. */
export function classDifferenceChart(
  baseline: Series,
  others: readonly Series[],
  dataset: DatasetSettings,
): Html | undefined {
  const all = others.map((one) => ({
    series: one,
    marks: differences(one, baseline, dataset.classNames.length),
  }));
  const ends = all.flatMap(({marks}) => marks.flatMap(({low, high}) => [low, high]));
  if (ends.length === 0) return undefined;
  const domain: [number, number] = [
    Math.floor(Math.min(-0.01, ...ends) * 50) / 50,
    Math.ceil(Math.max(0.01, ...ends) * 50) / 50,
  ];
  const signed = (value: number): string =>
    value > 0 ? `+${percent(value)}` : percent(value).replace('-', '−');
  return classRows(
    all,
    dataset,
    {
      domain,
      label: `points above or below ${baseline.contender.title}`,
      zero: true,
      tickFormat: signed,
      lanes: others.length + 1,
    },
    `Recall of each class against ${baseline.contender.title} for ${others.map(({contender}) => contender.title).join(', ')}`,
  );
}

/** Recall against the number of training examples (logarithmic): what a long tail asks for. */
export function recallByCountChart(series: readonly Series[], dataset: DatasetSettings): Html {
  const from = lowest(series, dataset);
  const counts = [...new Set(dataset.trainCounts.filter((n) => n > 0))].sort((a, b) => a - b);
  return svg(
    {
      height: 280,
      marginTop: 24,
      marginBottom: 42,
      marginLeft: 38,
      marginRight: 18,
      x: {type: 'log', domain: [(counts[0] ?? 1) / 1.15, (counts.at(-1) ?? 10) * 1.15]},
      y: {domain: [from, 1]},
      marks: [
        gridY({ticks: 5, stroke: 'var(--line)', strokeOpacity: 1}),
        axisY({ticks: 5, tickFormat: percent, tickSize: 0, label: 'recall in %', labelArrow: 'none'}),
        axisX({
          ticks: 4,
          tickFormat: (n: number) => (/^[125]0*$/.test(String(n)) ? n.toLocaleString('en') : ''),
          label: 'training examples of the class',
          labelArrow: 'none',
          labelAnchor: 'center',
        }),
        ...series.flatMap((one) => {
          const data = recalls(one, dataset).filter(({trainCount}) => trainCount > 0);
          const means = counts.map((trainCount) => ({
            trainCount,
            mean: mean(data.filter((point) => point.trainCount === trainCount).map((point) => point.mean)),
          }));
          return [
            line(means, {
              x: 'trainCount',
              y: 'mean',
              stroke: one.colour,
              strokeWidth: 1.5,
              strokeDasharray: one.dash,
            }),
            dot(data, {
              x: 'trainCount',
              y: 'mean',
              symbol: one.symbol,
              fill: one.colour,
              r: 3,
              fillOpacity: 0.8,
            }),
          ];
        }),
      ],
    },
    `Recall against training examples for ${series.map(({contender}) => contender.title).join(', ')}`,
  );
}
