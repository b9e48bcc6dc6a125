import type {Stroke} from './glyphs.js';

/**
 * The points of a Catmull-Rom curve through a stroke's points, `steps` per span: x₀, y₀, x₁, y₁, …
 * A stroke whose ends meet is joined smoothly.
 */
export function splinePoints(stroke: Stroke, steps: number): Float64Array {
  const spans = stroke.length - 1;
  const first = stroke[0]!;
  const last = stroke[spans]!;
  const closed = spans > 2 && first[0] === last[0] && first[1] === last[1];
  const before = closed ? stroke[spans - 1]! : first;
  const after = closed ? stroke[1]! : last;
  const points = new Float64Array(2 * (spans * steps + 1));
  for (let span = 0; span < spans; ++span) {
    const p0 = span > 0 ? stroke[span - 1]! : before;
    const p1 = stroke[span]!;
    const p2 = stroke[span + 1]!;
    const p3 = span + 2 <= spans ? stroke[span + 2]! : after;
    for (let step = 0; step < steps; ++step) {
      const at = 2 * (span * steps + step);
      points[at] = catmullRom(p0[0], p1[0], p2[0], p3[0], step / steps);
      points[at + 1] = catmullRom(p0[1], p1[1], p2[1], p3[1], step / steps);
    }
  }
  points[2 * spans * steps] = last[0];
  points[2 * spans * steps + 1] = last[1];
  return points;
}

function catmullRom(p0: number, p1: number, p2: number, p3: number, t: number): number {
  const linear = p2 - p0;
  const square = 2 * p0 - 5 * p1 + 4 * p2 - p3;
  const cube = 3 * (p1 - p2) + p3 - p0;
  return p1 + 0.5 * t * (linear + t * (square + t * cube));
}
