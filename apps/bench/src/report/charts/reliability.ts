import {axisX, axisY, dot, gridX, gridY, line} from '@observablehq/plot';
import type {Calibration} from '../../results/types.js';
import type {Html} from '../html/template.js';
import type {Series} from './series.js';
import {percent, svg} from './svg.js';

interface Point {
  confidence: number;
  accuracy: number;
  count: number;
}

/** The bins of several runs as one: they have the same edges, so those within one of `width` belong together. */
function merged(runs: readonly Calibration[], width: number): Point[] {
  const sums = new Map<number, {confidence: number; hits: number; count: number}>();
  for (const {confidence, accuracy, count} of runs.flatMap(({bins}) => bins)) {
    const bin = Math.min(Math.floor(confidence / width), Math.round(1 / width) - 1);
    const sum = sums.get(bin) ?? {confidence: 0, hits: 0, count: 0};
    sum.confidence += count * confidence;
    sum.hits += count * accuracy;
    sum.count += count;
    sums.set(bin, sum);
  }
  return [...sums]
    .sort(([a], [b]) => a - b)
    .map(([, {confidence, hits, count}]) => ({
      confidence: confidence / count,
      accuracy: hits / count,
      count,
    }));
}

const WIDTH = 1 / 15;

/** Accuracy against confidence over all runs, the larger a mark the more examples; on the diagonal, both are equal. */
export function reliabilityChart(series: readonly Series[]): Html {
  const all = series.map((one) => {
    const points = merged(
      one.runs.flatMap(({calibration}) => (calibration === undefined ? [] : [calibration])),
      WIDTH,
    );
    const most = Math.max(...points.map(({count}) => count));
    return {one, points: points.map((point) => ({...point, radius: 2 + 4 * Math.sqrt(point.count / most)}))};
  });
  const diagonal = [0, 1].map((value) => ({confidence: value, accuracy: value}));
  return svg(
    {
      height: 340,
      marginTop: 26,
      marginBottom: 42,
      marginLeft: 40,
      marginRight: 14,
      x: {domain: [0, 1]},
      y: {domain: [0, 1]},
      r: {type: 'identity'},
      marks: [
        gridX({ticks: 5, stroke: 'var(--line)', strokeOpacity: 1}),
        gridY({ticks: 5, stroke: 'var(--line)', strokeOpacity: 1}),
        axisX({
          ticks: 5,
          tickFormat: percent,
          tickSize: 0,
          label: 'confidence in %',
          labelArrow: 'none',
          labelAnchor: 'center',
        }),
        axisY({ticks: 5, tickFormat: percent, tickSize: 0, label: 'accuracy in %', labelArrow: 'none'}),
        line(diagonal, {x: 'confidence', y: 'accuracy', stroke: 'var(--muted)', strokeDasharray: '3 3'}),
        ...all.flatMap(({one, points}) => [
          line(points, {
            x: 'confidence',
            y: 'accuracy',
            stroke: one.colour,
            strokeWidth: 1.5,
            strokeDasharray: one.dash,
          }),
          dot(points, {x: 'confidence', y: 'accuracy', r: 'radius', fill: one.colour, symbol: one.symbol}),
        ]),
      ],
    },
    `Accuracy against confidence for ${series.map(({contender}) => contender.title).join(', ')}`,
  );
}
