import {axisX, axisY, dot, gridX, gridY, line} from '@observablehq/plot';
import type {Html} from '../html/template.js';
import {mean} from '../statistics.js';
import type {Series} from './series.js';
import {percent, svg} from './svg.js';

/** The mean curve of the runs, rate by rate. */
function curve({runs}: Series): {falseAlarms: number; found: number}[] {
  const byRate = new Map<number, number[]>();
  for (const {falseAlarms, found} of runs.flatMap(({roc}) => roc ?? []))
    byRate.set(falseAlarms, [...(byRate.get(falseAlarms) ?? []), found]);
  return [...byRate]
    .sort(([a], [b]) => a - b)
    .map(([falseAlarms, found]) => ({falseAlarms, found: mean(found)}));
}

const ticks = [0.001, 0.01, 0.1, 1];

/** What is found at a rate of false alarms, which the axis shows by its logarithm: means over the runs. */
export function rocChart(series: readonly Series[]): Html {
  return svg(
    {
      height: 320,
      marginTop: 26,
      marginBottom: 42,
      marginLeft: 40,
      marginRight: 20,
      x: {type: 'log', domain: [0.001, 1]},
      y: {domain: [0, 1]},
      marks: [
        gridX(ticks, {stroke: 'var(--line)', strokeOpacity: 1}),
        gridY({ticks: 5, stroke: 'var(--line)', strokeOpacity: 1}),
        axisX(ticks, {
          tickFormat: (rate: number) => `${percent(rate)} %`,
          tickSize: 0,
          label: 'false alarms',
          labelArrow: 'none',
          labelAnchor: 'center',
        }),
        axisY({ticks: 5, tickFormat: percent, tickSize: 0, label: 'found in %', labelArrow: 'none'}),
        ...series.flatMap((one) => {
          const points = curve(one);
          return [
            line(points, {
              x: 'falseAlarms',
              y: 'found',
              stroke: one.colour,
              strokeWidth: 1.5,
              strokeDasharray: one.dash,
            }),
            dot(points, {x: 'falseAlarms', y: 'found', r: 2.5, fill: one.colour, symbol: one.symbol}),
          ];
        }),
      ],
    },
    `What is found at a rate of false alarms for ${series.map(({contender}) => contender.title).join(', ')}`,
  );
}
