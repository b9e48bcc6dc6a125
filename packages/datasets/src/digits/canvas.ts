import type {Random} from '../random.js';

/** Ink per pixel in [0, 1], row by row. */
export type Ink = Float64Array;

/**
 * Draws a polyline x₀, y₀, x₁, y₁, … (pixel coordinates) with a round pen of `radius` pixels, whose edge falls
 * off over `softness` pixels. Ink never adds up: a pixel keeps the most it got.
 */
export function drawPolyline(
  ink: Ink,
  size: number,
  points: Float64Array,
  radius: number,
  softness: number,
): void {
  for (let i = 2; i < points.length; i += 2) {
    drawSegment(ink, size, points[i - 2]!, points[i - 1]!, points[i]!, points[i + 1]!, radius, softness);
  }
}

function drawSegment(
  ink: Ink,
  size: number,
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  radius: number,
  softness: number,
): void {
  const reach = radius + softness / 2;
  const left = Math.max(0, Math.ceil(Math.min(x0, x1) - reach));
  const right = Math.min(size - 1, Math.floor(Math.max(x0, x1) + reach));
  const top = Math.max(0, Math.ceil(Math.min(y0, y1) - reach));
  const bottom = Math.min(size - 1, Math.floor(Math.max(y0, y1) + reach));
  const dx = x1 - x0;
  const dy = y1 - y0;
  const squaredLength = dx * dx + dy * dy;
  for (let y = top; y <= bottom; ++y) {
    for (let x = left; x <= right; ++x) {
      const along = squaredLength > 0 ? ((x - x0) * dx + (y - y0) * dy) / squaredLength : 0;
      const t = Math.min(Math.max(along, 0), 1);
      const ex = x - x0 - t * dx;
      const ey = y - y0 - t * dy;
      const cover = 0.5 + (radius - Math.sqrt(ex * ex + ey * ey)) / softness;
      const at = y * size + x;
      if (cover > ink[at]!) ink[at] = Math.min(cover, 1);
    }
  }
}

/** Blurs in place by the kernel [side, 1 − 2 side, side] along rows, then columns; outside there is no ink. */
export function blur(ink: Ink, size: number, side: number): void {
  for (let line = 0; line < size; ++line) blurLine(ink, line * size, 1, size, side);
  for (let line = 0; line < size; ++line) blurLine(ink, line, size, size, side);
}

function blurLine(ink: Ink, start: number, stride: number, length: number, side: number): void {
  let before = 0;
  for (let i = 0; i < length; ++i) {
    const at = start + i * stride;
    const here = ink[at]!;
    const after = i + 1 < length ? ink[at + stride]! : 0;
    ink[at] = here + side * (before - 2 * here + after);
    before = here;
  }
}

/**
 * Writes ink as bytes: `gain` times the ink, plus bell-shaped noise of standard deviation `noise`, rounded and
 * cut to 0-255.
 */
export function writePixels(
  ink: Ink,
  gain: number,
  noise: number,
  random: Random,
  pixels: Uint8ClampedArray,
): void {
  for (let i = 0; i < ink.length; ++i) {
    // The sum of four random bytes is nearly normal, and exact in every engine.
    const bits = random.next();
    const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
    pixels[i] = 255 * gain * ink[i]! + (255 * noise * (sum - 510)) / BYTE_SUM_DEVIATION;
  }
}

/** Standard deviation of the sum of four uniform bytes. */
const BYTE_SUM_DEVIATION: number = Math.sqrt((4 * (256 * 256 - 1)) / 12);
