import {axisX, axisY, dot, gridX, rect, ruleX, ruleY} from '@observablehq/plot';
import type {DatasetSettings} from '../../results/types.js';
import type {Html} from '../html/template.js';
import type {Series} from './series.js';
import {shorten, svg} from './svg.js';

/** A mean over the seeds, and the lowest and highest of them. */
export interface Mark {
  label: number;
  mean: number;
  low: number;
  high: number;
}

/** A row a class, a mark a loss with the range of its seeds; rare classes shaded. */
export function classRows(
  all: readonly {series: Series; marks: readonly Mark[]}[],
  {classNames, trainCounts, rareLabels}: DatasetSettings,
  axis: {
    domain: [number, number];
    label: string;
    zero: boolean;
    tickFormat: (value: number) => string;
    /** Of marks in a row that there is room for, so that charts with fewer losses line up with others. */
    lanes: number;
  },
  description: string,
): Html {
  const [from, to] = axis.domain;
  const step = 0.8 / all.length;
  const names = classNames.map(
    (name, label) => `${shorten(name, 16)} · ${(trainCounts[label] ?? 0).toLocaleString('en')}`,
  );
  const rows = classNames.length;
  return svg(
    {
      height: 44 + rows * Math.max(20, 9 * axis.lanes + 6),
      marginLeft: 16 + 6.4 * Math.max(...names.map(({length}) => length)),
      marginTop: 6,
      marginBottom: 38,
      marginRight: 14,
      x: {domain: axis.domain},
      y: {domain: [rows - 0.5, -0.5]},
      marks: [
        rect(rareLabels, {
          x1: from,
          x2: to,
          y1: (label: number) => label - 0.5,
          y2: (label: number) => label + 0.5,
          fill: 'var(--rare)',
        }),
        gridX({ticks: 5, stroke: 'var(--line)', strokeOpacity: 1}),
        ...(axis.zero ? [ruleX([0], {stroke: 'var(--muted)'})] : []),
        axisX({
          ticks: 5,
          tickFormat: axis.tickFormat,
          label: axis.label,
          labelArrow: 'none',
          labelAnchor: 'center',
          tickSize: 0,
        }),
        axisY(
          classNames.map((_, label) => label),
          {tickFormat: (label: number) => names[label] ?? '', label: null, tickSize: 0},
        ),
        ...all.flatMap(({series: {colour, symbol}, marks}, index) => {
          const y = ({label}: Mark): number => label + (index - (all.length - 1) / 2) * step;
          return [
            ruleY(marks, {x1: 'low', x2: 'high', y, stroke: colour, strokeWidth: 2, strokeOpacity: 0.5}),
            dot(marks, {x: 'mean', y, fill: colour, symbol, r: 3.5}),
          ];
        }),
      ],
    },
    description,
  );
}
