import {type Random, uniformIn} from '../random.js';

/** Moves a point of the unit box to pixels of the image. */
export type Deformation = (x: number, y: number) => readonly [x: number, y: number];

/**
 * How far a written digit may differ from its drawn form. Chosen so that a linear model on pixels stays
 * below 90 % test accuracy and a small CNN passes 97 % (5,000 balanced training images).
 */
const HEIGHT = [15, 21] as const; // pixels
const ASPECT = [0.75, 1.15] as const; // width to height
const TURN = 0.3; // tangent of half the largest angle is half of it
const SLANT = 0.33; // pixels sideways per pixel of height
const SHIFT = 2.2; // pixels
const COARSE = 0.145; // of the height, at the nodes of a 3 x 3 grid
const FINE = 0.045; // of the height, at the nodes of a 5 x 5 grid

/**
 * A random elastic deformation (two smooth displacement fields, a coarse and a fine one) followed by a random
 * affine map onto an image of `size` by `size` pixels.
 */
export function randomDeformation(random: Random, size: number): Deformation {
  const coarse = displacementField(random, 3, COARSE);
  const fine = displacementField(random, 5, FINE);
  const height = uniformIn(random, HEIGHT[0], HEIGHT[1]);
  const width = height * uniformIn(random, ASPECT[0], ASPECT[1]);
  const slant = uniformIn(random, -SLANT, SLANT);
  // Sine and cosine from the tangent of the half angle: no engine's own sin and cos, so the same everywhere.
  const half = uniformIn(random, -TURN / 2, TURN / 2);
  const cos = (1 - half * half) / (1 + half * half);
  const sin = (2 * half) / (1 + half * half);
  const centreX = (size - 1) / 2 + uniformIn(random, -SHIFT, SHIFT);
  const centreY = (size - 1) / 2 + uniformIn(random, -SHIFT, SHIFT);
  return (x, y) => {
    const [dx1, dy1] = coarse(x, y);
    const [dx2, dy2] = fine(x, y);
    const v = height * (y + dy1 + dy2 - 0.5);
    const u = width * (x + dx1 + dx2 - 0.5) - slant * v;
    return [centreX + cos * u - sin * v, centreY + sin * u + cos * v];
  };
}

/** Displacements drawn at the nodes of a grid over the unit box, with smooth interpolation between them. */
function displacementField(random: Random, nodes: number, amplitude: number): Deformation {
  const dx = new Float64Array(nodes * nodes);
  const dy = new Float64Array(nodes * nodes);
  for (let i = 0; i < dx.length; ++i) {
    dx[i] = uniformIn(random, -amplitude, amplitude);
    dy[i] = uniformIn(random, -amplitude, amplitude);
  }
  return (x, y) => {
    const [column, alongX] = cell(x, nodes);
    const [row, alongY] = cell(y, nodes);
    const at = row * nodes + column;
    return [bilinear(dx, at, nodes, alongX, alongY), bilinear(dy, at, nodes, alongX, alongY)];
  };
}

/** The cell of a grid that a coordinate falls into, and the smoothed position inside it. */
function cell(coordinate: number, nodes: number): [index: number, along: number] {
  const scaled = Math.min(Math.max(coordinate, 0), 1) * (nodes - 1);
  const index = Math.min(Math.floor(scaled), nodes - 2);
  const t = scaled - index;
  return [index, t * t * (3 - 2 * t)];
}

function bilinear(grid: Float64Array, at: number, nodes: number, alongX: number, alongY: number): number {
  const top = grid[at]! + alongX * (grid[at + 1]! - grid[at]!);
  const below = grid[at + nodes]! + alongX * (grid[at + nodes + 1]! - grid[at + nodes]!);
  return top + alongY * (below - top);
}
