import {dot, frame, text} from '@observablehq/plot';
import type {DatasetSettings, Embedding} from '../../results/types.js';
import type {Html} from '../html/template.js';
import {mean} from '../statistics.js';
import {classColour} from './palette.js';
import {shorten, svg} from './svg.js';

interface Point {
  x: number;
  y: number;
  label: number;
}

const size = 340;

function pair(points: readonly [number, number][], labels: readonly number[]): Point[] {
  return points.map(([x, y], index) => ({x, y, label: labels[index] ?? 0}));
}

/** Both axes have one scale, else clusters would be stretched. */
function square(points: readonly Point[]): {x: [number, number]; y: [number, number]} {
  const ends = (values: number[]): [number, number] => [Math.min(...values), Math.max(...values)];
  const [x, y] = [ends(points.map((point) => point.x)), ends(points.map((point) => point.y))];
  const half = (Math.max(x[1] - x[0], y[1] - y[0]) / 2) * 1.04 || 1;
  const around = ([low, high]: [number, number]): [number, number] => [
    (low + high) / 2 - half,
    (low + high) / 2 + half,
  ];
  return {x: around(x), y: around(y)};
}

/** Test embeddings in the plane, coloured by class, with the prototypes; each class named once. */
export function embeddingChart(embedding: Embedding, dataset: DatasetSettings, title: string): Html {
  const points = pair(embedding.points, embedding.labels);
  const prototypes = pair(embedding.prototypes, embedding.prototypeLabels);
  const domains = square([...points, ...prototypes]);
  const names = [...new Set(points.map(({label}) => label))].map((label) => {
    const own = points.filter((point) => point.label === label);
    return {x: mean(own.map(({x}) => x)), y: mean(own.map(({y}) => y)), label};
  });
  const position = {x: 'x', y: 'y'} as const;
  return svg(
    {
      width: size,
      height: size,
      margin: 4,
      x: {domain: domains.x, axis: null},
      y: {domain: domains.y, axis: null},
      marks: [
        frame({stroke: 'var(--line)'}),
        dot(points, {
          ...position,
          r: points.length > 800 ? 1.6 : 2.2,
          fill: ({label}: Point) => classColour(label),
          fillOpacity: 0.75,
        }),
        dot(prototypes, {
          ...position,
          r: prototypes.length > 20 ? 4.5 : 6,
          symbol: 'diamond',
          fill: ({label}: Point) => classColour(label),
          stroke: 'var(--text)',
          strokeWidth: 1.6,
        }),
        text(names, {
          ...position,
          text: ({label}: Point) => shorten(dataset.classNames[label] ?? String(label), 10),
          // Above a prototype that sits in the middle of its class; several leave the middle free.
          dy: prototypes.length > 0 && prototypes.length <= names.length ? -13 : 0,
          fontWeight: 700,
          fontSize: 13,
          fill: 'var(--text)',
          stroke: 'var(--page)',
          strokeWidth: 4,
        }),
      ],
    },
    `Embedding of ${title}: ${points.length} test examples in two dimensions`,
  );
}
