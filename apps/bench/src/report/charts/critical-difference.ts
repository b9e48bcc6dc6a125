import {axisX, axisY, dot, ruleX, ruleY, text} from '@observablehq/plot';
import {metricTitle} from '../format.js';
import type {Html} from '../html/template.js';
import type {Place, Ranked, Standing} from '../over-datasets.js';
import type {Group} from '../rank-tests.js';
import {rankText} from '../standing-words.js';
import {lossColour, lossSymbol} from './palette.js';
import {shorten, svg} from './svg.js';

/** Between the lines of groups that overlap, in CSS pixels. */
const LANE = 9;

/** Each group's lane: as few as keep overlapping groups apart. Groups come by their first place. */
function lanes(all: readonly Group[]): number[] {
  const ends: number[] = [];
  return all.map(([first, last]) => {
    // A row is left between two in a lane, so that they are not read as one.
    const free = ends.findIndex((end) => end < first - 1);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = last;
    return lane;
  });
}

function description({metric, places}: Standing, {groups, criticalDifference}: Ranked): string {
  const order = places.map(({contender, averageRank}) => `${contender.title} ${rankText(averageRank!)}`);
  const together = groups.map(([first, last]) =>
    places
      .slice(first, last + 1)
      .map(({contender}) => contender.title)
      .join(', '),
  );
  return (
    `Average ranks by ${metricTitle(metric)}: ${order.join(', ')}; critical difference ${rankText(criticalDifference)}; ` +
    `not told apart: ${together.length > 0 ? together.join(' and ') : 'none'}`
  );
}

/**
 * Demšar's diagram on its side, so that long names have room: a row a contender, the best at the top; lines at the right join
 * those that are not told apart.
 *
 * @param order names of all contenders, as their colours and symbols are given
 */
export function criticalDifferenceChart(standing: Standing, ranked: Ranked, order: readonly string[]): Html {
  const {places} = standing;
  const {groups, criticalDifference, test} = ranked;
  const names = places.map(({contender}) => shorten(contender.title, 26));
  const lane = lanes(groups);
  const end = Math.max(test.k, 1 + criticalDifference) + 0.02 * test.k;
  const step = test.k > 12 ? Math.ceil(test.k / 8) : 1;
  const ticks = Array.from({length: test.k}, (_, at) => at + 1).filter((rank) => (rank - 1) % step === 0);
  const x = ({averageRank}: Place): number => averageRank!;
  const placeOf = ({contender}: Place): number => order.indexOf(contender.name);
  // The row above the first contender is that of the critical difference.
  const above = -1.1;
  return svg(
    {
      height: 50 + 22 * (places.length + 1),
      marginLeft: 16 + 7 * Math.max(...names.map(({length}) => length)),
      marginTop: 8,
      marginBottom: 38,
      marginRight: 12 + LANE * (1 + Math.max(0, ...lane)),
      x: {domain: [1 - 0.03 * test.k, end]},
      y: {domain: [places.length - 0.5, above - 0.85]},
      marks: [
        ruleX(ticks, {y1: -0.6, y2: places.length - 0.5, stroke: 'var(--line)'}),
        axisX(ticks, {
          tickFormat: String,
          tickSize: 0,
          label: 'average rank, 1 is the best',
          labelArrow: 'none',
          labelAnchor: 'center',
        }),
        axisY(
          places.map((_, at) => at),
          {tickFormat: (at: number) => names[at] ?? '', label: null, tickSize: 0},
        ),
        ruleY([above], {x1: 1, x2: 1 + criticalDifference, stroke: 'currentColor', strokeWidth: 1.5}),
        ruleX([1, 1 + criticalDifference], {
          y1: above - 0.18,
          y2: above + 0.18,
          stroke: 'currentColor',
          strokeWidth: 1.5,
        }),
        text([above], {
          x: 1,
          textAnchor: 'start',
          y: above,
          dy: -12,
          text: () => `critical difference ${rankText(criticalDifference)}`,
          fill: 'currentColor',
        }),
        ...groups.map(([first, last], at) =>
          ruleX([end], {
            y1: first - 0.25,
            y2: last + 0.25,
            dx: LANE * (lane[at]! + 0.5),
            stroke: 'var(--muted)',
            strokeWidth: 4,
          }),
        ),
        ...places.map((place, at) =>
          dot([place], {
            x,
            y: () => at,
            fill: lossColour(placeOf(place)),
            symbol: lossSymbol(placeOf(place)),
            r: 4.5,
          }),
        ),
      ],
    },
    description(standing, ranked),
  );
}
