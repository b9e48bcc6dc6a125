import {symbols} from '../../../src/report/charts/palette.js';

/** The outlines of the classes' symbols within −1 to 1, filled; the same order as in the report's charts. */
const outlines: Record<(typeof symbols)[number], string> = {
  circle: 'M0.9 0A0.9 0.9 0 1 1 -0.9 0A0.9 0.9 0 1 1 0.9 0Z',
  square: 'M-0.8 -0.8H0.8V0.8H-0.8Z',
  triangle: 'M0 -1.05 1 0.75H-1Z',
  diamond: 'M0 -1.15 0.95 0 0 1.15 -0.95 0Z',
  star: 'M0 -1.2 0.28 -0.38 1.14 -0.37 0.45 0.15 0.7 0.97 0 0.47 -0.7 0.97 -0.45 0.15 -1.14 -0.37 -0.28 -0.38Z',
  wye: 'M-0.35 1.1V0.2L-1.1 -0.3 -0.75 -0.9 0 -0.4 0.75 -0.9 1.1 -0.3 0.35 0.2V1.1Z',
  cross: 'M-0.35 -1.05H0.35V-0.35H1.05V0.35H0.35V1.05H-0.35V0.35H-1.05V-0.35H-0.35Z',
};

export function outlineOf(label: number): string {
  return outlines[symbols[label % symbols.length]!];
}

/** Colours repeat after ten classes, symbols after seven: seventy classes have marks of their own. */
export const colourNameOf = (label: number): string => `--class-${label % 10}`;
