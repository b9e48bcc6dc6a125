import {checkSize} from './check-size.js';
import {gaussians} from './gaussian.js';
import {simplexVertices} from './simplex-vertices.js';
import {normalizePoints, tightenFrame} from './tight-frame.js';

/** Multiply-adds that the repulsion may cost: some seconds. */
const budget = 5e8;
const steps = 300;

/**
 * Unit vectors spread as evenly as one can compute.
 *
 * Where they fit (K <= d + 1) they are the vertices of a regular simplex, all equidistant; in the plane those of a
 * regular polygon; on a line half of them are 1 and half −1. Else they are moved apart by a
 * repulsion between near points, and then made a centred tight frame, for which the variance of the pairwise squared
 * distances is as small as it can be at equal norms.
 *
 * @param count K, number of points
 * @param dimension d
 * @param seed of the random start; the same seed gives the same points on every backend
 * @returns row-major [count, dimension], float64, every row of norm 1
 * @throws Error for a count or a dimension that is not an integer >= 1
 */
export function evenPlacement(count: number, dimension: number, seed?: number): Float64Array {
  checkSize('evenPlacement', count, dimension);
  if (count <= dimension + 1) return simplexVertices(count, dimension, seed);
  if (dimension === 1) return Float64Array.from({length: count}, (_, i) => (i % 2 === 0 ? 1 : -1));
  const points = gaussians(count * dimension, seed);
  if (dimension === 2) return polygon(count, Math.atan2(points[0]!, points[1]!));
  normalizePoints(points, dimension, new Float64Array(points.length));
  const affordable = Math.floor(budget / (count * count * dimension));
  repel(points, dimension, Math.min(steps, affordable));
  tightenFrame(points, dimension);
  return points;
}

function polygon(count: number, start: number): Float64Array {
  return Float64Array.from({length: 2 * count}, (_, k) => {
    const angle = start + (2 * Math.PI * Math.floor(k / 2)) / count;
    return k % 2 === 0 ? Math.cos(angle) : Math.sin(angle);
  });
}

/**
 * Steepest descent of Σ 1/‖x−y‖⁴ on the sphere, steps shrinking to 0. Each point moves by a share of the typical
 * distance between neighbours, so the step needs no tuning by size.
 */
function repel(points: Float64Array, dimension: number, rounds: number): void {
  const count = points.length / dimension;
  const force = new Float64Array(points.length);
  const spacing = count ** (-1 / (dimension - 1));
  for (let round = 0; round < rounds; round++) {
    force.fill(0);
    for (let i = 0; i < count; i++) {
      const x = i * dimension;
      for (let j = 0; j < i; j++) {
        const y = j * dimension;
        let dot = 0;
        for (let k = 0; k < dimension; k++) dot += points[x + k]! * points[y + k]!;
        const squared = 2 - 2 * dot + 1e-9;
        const strength = 1 / (squared * squared * squared);
        // Away from the other point; the part along the point itself is taken off below.
        for (let k = 0; k < dimension; k++) {
          force[x + k]! -= strength * points[y + k]!;
          force[y + k]! -= strength * points[x + k]!;
        }
      }
    }
    const length = 0.3 * spacing * (1 - round / rounds);
    let strongest = 0;
    for (let i = 0; i < count; i++) {
      // Only the part along the sphere moves a point.
      let radial = 0;
      for (let k = i * dimension; k < (i + 1) * dimension; k++) radial += force[k]! * points[k]!;
      let size = 0;
      for (let k = i * dimension; k < (i + 1) * dimension; k++) {
        force[k]! -= radial * points[k]!;
        size += force[k]! ** 2;
      }
      strongest = Math.max(strongest, Math.sqrt(size));
    }
    if (strongest === 0) return;
    const before = points.slice();
    for (let k = 0; k < points.length; k++) points[k]! += (length * force[k]!) / strongest;
    normalizePoints(points, dimension, before);
  }
}
