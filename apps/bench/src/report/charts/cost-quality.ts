import {axisX, axisY, dot, gridX, gridY, link} from '@observablehq/plot';
import {metricTitle} from '../format.js';
import type {Html} from '../html/template.js';
import {mean, spread} from '../statistics.js';
import type {Series} from './series.js';
import {percent, svg} from './svg.js';

/** One contender: what a run takes, and how good it is. */
interface Point {
  one: Series;
  seconds: number;
  fastest: number;
  slowest: number;
  mean: number;
  low: number;
  high: number;
}

function pointOf(one: Series, metric: string): Point[] {
  const values = one.runs.map(({metrics}) => metrics[metric]).filter((value) => value !== undefined);
  const took = one.runs.map(({seconds}) => seconds).filter((seconds) => seconds > 0);
  if (values.length === 0 || took.length === 0) return [];
  const {mean: middle, std} = spread(values);
  return [
    {
      one,
      seconds: mean(took),
      fastest: Math.min(...took),
      slowest: Math.max(...took),
      mean: middle,
      low: middle - (std ?? 0),
      high: middle + (std ?? 0),
    },
  ];
}

/**
 * A metric (± standard deviation) against the seconds of a run (from the fastest to the slowest); undefined where fewer than two
 * contenders have both.
 */
export function costQualityChart(series: readonly Series[], metric: string): Html | undefined {
  const points = series.flatMap((one) => pointOf(one, metric));
  if (points.length < 2) return undefined;
  const most = Math.max(...points.map(({slowest}) => slowest));
  const [low, high] = [
    Math.min(...points.map((point) => point.low)),
    Math.max(...points.map((point) => point.high)),
  ];
  const margin = Math.max(0.1 * (high - low), 0.002);
  return svg(
    {
      height: 260,
      marginTop: 26,
      marginBottom: 42,
      marginLeft: 44,
      marginRight: 16,
      x: {domain: [0, most * 1.06]},
      y: {domain: [Math.max(0, low - margin), Math.min(1, high + margin)]},
      marks: [
        gridX({ticks: 5, stroke: 'var(--line)', strokeOpacity: 1}),
        gridY({ticks: 5, stroke: 'var(--line)', strokeOpacity: 1}),
        axisX({ticks: 5, tickSize: 0, label: 'seconds a run', labelArrow: 'none', labelAnchor: 'center'}),
        axisY({
          ticks: 5,
          tickFormat: percent,
          tickSize: 0,
          label: `${metricTitle(metric)} in %`,
          labelArrow: 'none',
        }),
        ...points.flatMap((point) => {
          const bar = {stroke: point.one.colour, strokeWidth: 2, strokeOpacity: 0.45};
          return [
            link([point], {x1: 'seconds', x2: 'seconds', y1: 'low', y2: 'high', ...bar}),
            link([point], {x1: 'fastest', x2: 'slowest', y1: 'mean', y2: 'mean', ...bar}),
            dot([point], {x: 'seconds', y: 'mean', fill: point.one.colour, symbol: point.one.symbol, r: 4.5}),
          ];
        }),
      ],
    },
    `${metricTitle(metric)} against seconds a run: ${points.map(({one, seconds, mean: value}) => `${one.contender.title} ${percent(value)} % in ${seconds.toPrecision(2)} s`).join(', ')}`,
  );
}
