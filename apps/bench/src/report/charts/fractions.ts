import {axisX, axisY, dot, gridY, line, ruleX} from '@observablehq/plot';
import {metricTitle} from '../format.js';
import type {Html} from '../html/template.js';
import {spread} from '../statistics.js';
import type {Series} from './series.js';
import {percent, svg} from './svg.js';

/** The series of one data set, and the fraction its rare classes kept. */
export interface FractionSeries {
  fraction: number;
  series: Series[];
}

interface Point {
  fraction: number;
  mean: number;
  low: number;
  high: number;
}

function points(datasets: readonly FractionSeries[], loss: string, metric: string): Point[] {
  return datasets
    .flatMap(({fraction, series}) => {
      const runs = series.find((one) => one.loss.name === loss)?.runs ?? [];
      const values = runs.map(({metrics}) => metrics[metric]).filter((value) => value !== undefined);
      if (values.length === 0) return [];
      const {mean, std} = spread(values);
      return [{fraction, mean, low: mean - (std ?? 0), high: mean + (std ?? 0)}];
    })
    .sort((a, b) => a.fraction - b.fraction);
}

/** A metric against the share of examples that the rare classes kept (logarithmic), ± standard deviation. */
export function fractionChart(datasets: readonly FractionSeries[], metric: string): Html {
  const series = datasets.flatMap((dataset) => dataset.series);
  const losses = [...new Map(series.map((one) => [one.loss.name, one])).values()];
  const fractions = [...new Set(datasets.map(({fraction}) => fraction))].sort((a, b) => a - b);
  const [least = 0.1, most = 1] = [fractions[0], fractions.at(-1)];
  const all = losses.map((one) => ({one, data: points(datasets, one.loss.name, metric)}));
  const low = Math.min(...all.flatMap(({data}) => data.map((point) => point.low)));
  const high = Math.max(...all.flatMap(({data}) => data.map((point) => point.high)));
  return svg(
    {
      height: 260,
      marginTop: 26,
      marginBottom: 40,
      marginLeft: 38,
      marginRight: 16,
      x: {type: 'log', domain: [least / 1.15, most * 1.15]},
      y: {domain: [Math.max(0, Math.floor(low * 20) / 20), Math.min(1, Math.ceil(high * 20) / 20)]},
      marks: [
        gridY({ticks: 5, stroke: 'var(--line)', strokeOpacity: 1}),
        axisY({
          ticks: 5,
          tickFormat: percent,
          tickSize: 0,
          label: `${metricTitle(metric)} in %`,
          labelArrow: 'none',
        }),
        axisX(fractions, {
          tickFormat: (fraction: number) => `${percent(fraction)} %`,
          label: 'training examples that the rare classes kept',
          labelArrow: 'none',
          labelAnchor: 'center',
        }),
        ...all.flatMap(({one, data}, index) => {
          // Side by side, so that the bars of the losses do not hide each other.
          const x = ({fraction}: Point): number => fraction * 1.025 ** (index - (all.length - 1) / 2);
          return [
            line(data, {x, y: 'mean', stroke: one.colour, strokeWidth: 1.5}),
            ruleX(data, {x, y1: 'low', y2: 'high', stroke: one.colour, strokeWidth: 2, strokeOpacity: 0.5}),
            dot(data, {x, y: 'mean', fill: one.colour, symbol: one.symbol, r: 4}),
          ];
        }),
      ],
    },
    `${metricTitle(metric)} against the fraction of the rare classes`,
  );
}
