import type {ClassSpace, DatasetSettings} from '../../results/types.js';
import type {Html} from '../html/template.js';
import {mean} from '../statistics.js';
import {classRows, type Mark} from './class-rows.js';
import type {Series} from './series.js';

/** What is drawn of each class. */
export interface SpaceChart {
  readonly title: string;
  /** Of the axis. */
  readonly label: string;
  readonly value: (space: ClassSpace) => number | null;
  readonly tickFormat: (value: number) => string;
}

const degrees = (angle: number | null): number | null => (angle === null ? null : (angle * 180) / Math.PI);
const whole = (value: number): string => `${Math.round(value)}`;

/** The paper's argument: how long the vector of a class is, and how much of the angle the class has. */
export const spaceCharts: readonly SpaceChart[] = [
  {
    title: 'Length of the class vector',
    label: 'around the mean of all; mean length 1',
    value: ({vectorLength}) => vectorLength,
    tickFormat: (value) => value.toFixed(2),
  },
  {
    title: 'Angle to the nearest other class vector',
    label: 'degrees',
    value: ({vectorAngle}) => degrees(vectorAngle),
    tickFormat: whole,
  },
  {
    title: 'Angle to the nearest other class mean',
    label: 'degrees',
    value: ({meanAngle}) => degrees(meanAngle),
    tickFormat: whole,
  },
  {
    title: 'Angle that 90 % of the test examples take',
    label: 'degrees',
    value: ({occupiedAngle}) => degrees(occupiedAngle),
    tickFormat: whole,
  },
];

/** A row a class; undefined where no run has a value. */
export function classSpaceChart(
  series: readonly Series[],
  dataset: DatasetSettings,
  {title, label, value, tickFormat}: SpaceChart,
): Html | undefined {
  const all = series.map((one) => ({
    series: one,
    marks: dataset.classNames.flatMap((_, of): Mark[] => {
      const values = one.runs.flatMap(({space}) => {
        const found = space?.perClass.filter((entry) => entry.label === of).map(value) ?? [];
        return found.filter((number) => number !== null);
      });
      return values.length === 0
        ? []
        : [{label: of, mean: mean(values), low: Math.min(...values), high: Math.max(...values)}];
    }),
  }));
  const ends = all.flatMap(({marks}) => marks.flatMap(({low, high}) => [low, high]));
  if (ends.length === 0) return undefined;
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  // Equal values would leave the axis without an extent.
  const margin = 0.06 * (high - low) || 0.5;
  return classRows(
    all,
    dataset,
    {domain: [low - margin, high + margin], label, zero: false, tickFormat, lanes: series.length},
    `${title} for ${series.map(({contender}) => contender.title).join(', ')}`,
  );
}
