import {areaY, axisX, axisY, dot, gridY, lineY} from '@observablehq/plot';
import type {Curves, Run} from '../../results/types.js';
import type {Html} from '../html/template.js';
import {mean} from '../statistics.js';
import type {Series} from './series.js';
import {chartWidth, percent, svg} from './svg.js';

export type CurveName = Exclude<keyof Curves, 'epoch'>;

interface Point {
  epoch: number;
  mean: number;
  low: number;
  high: number;
}

/** Over the runs that have a value for an epoch. */
function curve(runs: readonly Run[], name: CurveName): Point[] {
  const byEpoch = new Map<number, number[]>();
  for (const {curves} of runs) {
    for (const [index, epoch] of curves.epoch.entries()) {
      const value = curves[name]?.[index];
      if (value !== undefined && value !== null) byEpoch.set(epoch, [...(byEpoch.get(epoch) ?? []), value]);
    }
  }
  return [...byEpoch]
    .sort(([a], [b]) => a - b)
    .map(([epoch, values]) => ({
      epoch,
      mean: mean(values),
      low: Math.min(...values),
      high: Math.max(...values),
    }));
}

export function hasCurve(series: readonly Series[], name: CurveName): boolean {
  return series.some(({runs}) => curve(runs, name).length > 0);
}

/** One curve of each series over the epochs: the mean of the seeds, in a band from the lowest to the highest. */
export function learningCurves(
  series: readonly Series[],
  name: CurveName,
  title: string,
  share: boolean,
): Html {
  const all = series.map((one) => ({one, data: curve(one.runs, name)}));
  const points = all.flatMap(({data}) => data);
  const lows = points.map(({low}) => low);
  // A loss is shown from 0; an accuracy from where it begins, because its last percents are what differs.
  const floor = share ? Math.floor(Math.min(...lows) * 10) / 10 : Math.min(0, ...lows);
  const top = share ? 1 : Math.max(...points.map(({high}) => high)) * 1.04;
  return svg(
    {
      width: chartWidth,
      height: 220,
      marginTop: 26,
      marginBottom: 38,
      marginLeft: 44,
      marginRight: 12,
      x: {type: 'linear'},
      y: {domain: [floor, top > floor ? top : floor + 1]},
      marks: [
        gridY({ticks: 5, stroke: 'var(--line)', strokeOpacity: 1}),
        axisY({
          ticks: 5,
          label: title,
          labelArrow: 'none',
          tickSize: 0,
          ...(share ? {tickFormat: percent} : {}),
        }),
        axisX({
          ticks: 6,
          tickFormat: (epoch: number) => (Number.isInteger(epoch) ? String(epoch) : ''),
          label: 'epoch',
          labelArrow: 'none',
          labelAnchor: 'center',
        }),
        ...all.flatMap(({one, data}) => [
          areaY(data, {x: 'epoch', y1: 'low', y2: 'high', fill: one.colour, fillOpacity: 0.2}),
          lineY(data, {
            x: 'epoch',
            y: 'mean',
            stroke: one.colour,
            strokeWidth: 1.8,
            strokeDasharray: one.dash,
          }),
          // The symbol at the end tells the lines apart without their colours.
          dot(data.slice(-1), {x: 'epoch', y: 'mean', fill: one.colour, symbol: one.symbol, r: 4}),
        ]),
      ],
    },
    `${title} over the epochs for ${series.map(({contender}) => contender.title).join(', ')}`,
  );
}
