import {areaY, axisX, axisY, dot, gridY, line} from '@observablehq/plot';
import {metricTitle} from '../format.js';
import type {Html} from '../html/template.js';
import {spread} from '../statistics.js';
import type {Series} from './series.js';
import {percent, svg} from './svg.js';

/** The series of one data set, and what makes it harder than the others. */
export interface QualityAt {
  /** Above 0 where the scale is logarithmic. */
  at: number;
  series: Series[];
}

/** What the data sets differ in. */
export interface Difficulty {
  /** As the title of the axis. */
  label: string;
  /** For the chart's description: "the fraction of the rare classes". */
  name: string;
  scale: 'log' | 'linear';
  /** A degree as it stands below the axis. */
  tick: (at: number) => string;
}

interface Point {
  at: number;
  mean: number;
  low: number;
  high: number;
}

function points(datasets: readonly QualityAt[], contender: string, metric: string): Point[] {
  return datasets
    .flatMap(({at, series}) => {
      const runs = series.find((one) => one.contender.name === contender)?.runs ?? [];
      const values = runs.map(({metrics}) => metrics[metric]).filter((value) => value !== undefined);
      if (values.length === 0) return [];
      const {mean, std} = spread(values);
      return [{at, mean, low: mean - (std ?? 0), high: mean + (std ?? 0)}];
    })
    .sort((a, b) => a.at - b.at);
}

/** A metric against what makes the data sets hard, in bands of ± standard deviation. */
export function qualityChart(
  datasets: readonly QualityAt[],
  metric: string,
  {label, name, scale, tick}: Difficulty,
): Html {
  const series = datasets.flatMap((dataset) => dataset.series);
  const contenders = [...new Map(series.map((one) => [one.contender.name, one])).values()];
  const places = [...new Set(datasets.map(({at}) => at))].sort((a, b) => a - b);
  const [least = 0.1, most = 1] = [places[0], places.at(-1)];
  const all = contenders.map((one) => ({one, data: points(datasets, one.contender.name, metric)}));
  const low = Math.min(...all.flatMap(({data}) => data.map((point) => point.low)));
  const high = Math.max(...all.flatMap(({data}) => data.map((point) => point.high)));
  const margin = 0.06 * (most - least);
  return svg(
    {
      height: 260,
      marginTop: 26,
      marginBottom: 40,
      marginLeft: 38,
      marginRight: 16,
      x: {
        type: scale,
        domain: scale === 'log' ? [least / 1.15, most * 1.15] : [least - margin, most + margin],
      },
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
        axisX(places, {
          text: tick,
          label,
          labelArrow: 'none',
          labelAnchor: 'center',
        }),
        // All bands lie below all lines.
        ...all.map(({one, data}) =>
          areaY(data, {x: 'at', y1: 'low', y2: 'high', fill: one.colour, fillOpacity: 0.14}),
        ),
        ...all.flatMap(({one, data}) => [
          line(data, {x: 'at', y: 'mean', stroke: one.colour, strokeWidth: 1.5, strokeDasharray: one.dash}),
          dot(data, {x: 'at', y: 'mean', fill: one.colour, symbol: one.symbol, r: 4}),
        ]),
      ],
    },
    `${metricTitle(metric)} against ${name}`,
  );
}
