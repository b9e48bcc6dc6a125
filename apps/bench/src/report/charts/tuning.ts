import {axisX, axisY, dot, gridY, line} from '@observablehq/plot';
import type {Tuned} from '../../results/types.js';
import {betterBy, metricTitle} from '../format.js';
import type {Html} from '../html/template.js';
import {mean} from '../statistics.js';
import type {Series} from './series.js';
import {percent, svg} from './svg.js';

/** The searches of one contender on one data set: several where each test set is tuned for itself. */
export interface Searched extends Pick<Series, 'contender' | 'colour' | 'symbol' | 'dash'> {
  readonly searches: readonly Tuned[];
}

interface Point {
  trials: number;
  best: number;
}

/** The best score of the first so many trials, mean over the searches; left out before any of them has one. */
export function bestSoFar(searches: readonly Pick<Tuned, 'trials'>[], metric: string): Point[] {
  const longest = Math.max(0, ...searches.map(({trials}) => trials.length));
  return Array.from({length: longest}, (_, at) => at + 1).flatMap((trials) => {
    const bests = searches.flatMap(({trials: all}) => {
      const scores = all.slice(0, trials).flatMap(({mean: score}) => score ?? []);
      return scores.length === 0
        ? []
        : [scores.reduce((best, score) => (betterBy(metric, score, best) > 0 ? score : best))];
    });
    return bests.length < searches.length ? [] : [{trials, best: mean(bests)}];
  });
}

/** The best validation score against the number of trials. */
export function tuningChart(all: readonly Searched[], metric: string): Html {
  const drawn = all.map((one) => ({one, data: bestSoFar(one.searches, metric)}));
  const scores = drawn.flatMap(({data}) => data.map(({best}) => best));
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const margin = Math.max(0.01, 0.08 * (high - low));
  const most = Math.max(...drawn.flatMap(({data}) => data.map(({trials}) => trials)));
  return svg(
    {
      height: 220,
      marginTop: 26,
      marginBottom: 38,
      marginLeft: 44,
      marginRight: 12,
      x: {type: 'linear', domain: [0.8, most + 0.2]},
      y: {domain: [Math.max(0, low - margin), Math.min(1, high + margin)]},
      marks: [
        gridY({ticks: 5, stroke: 'var(--line)', strokeOpacity: 1}),
        axisY({
          ticks: 5,
          tickFormat: percent,
          tickSize: 0,
          label: `best validation ${metricTitle(metric)} in %`,
          labelArrow: 'none',
        }),
        axisX({
          ticks: Math.min(8, most),
          tickFormat: (trials: number) => (Number.isInteger(trials) ? String(trials) : ''),
          label: 'trials',
          labelArrow: 'none',
          labelAnchor: 'center',
        }),
        ...drawn.flatMap(({one, data}) => [
          line(data, {
            x: 'trials',
            y: 'best',
            stroke: one.colour,
            strokeWidth: 1.8,
            strokeDasharray: one.dash,
            curve: 'step-after',
          }),
          dot(data, {x: 'trials', y: 'best', fill: one.colour, symbol: one.symbol, r: 3.5}),
        ]),
      ],
    },
    `Best validation ${metricTitle(metric)} after each trial for ${drawn.map(({one}) => one.contender.title).join(', ')}`,
  );
}
