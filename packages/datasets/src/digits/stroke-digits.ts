import {type ImageDataset, imageDataset} from '../image-dataset.js';
import {type Random, randomStream, shuffle, uniform, uniformBelow, uniformIn} from '../random.js';
import {blur, drawPolyline, type Ink, writePixels} from './canvas.js';
import {randomDeformation} from './deform.js';
import {GLYPHS} from './glyphs.js';
import {splinePoints} from './spline.js';

const SIZE = 28;
const CLASSES = 10;
const STEPS = 5; // straight pieces per span of a stroke
const RADIUS = [0.75, 1.7] as const; // pixels
const SOFTNESS = [0.9, 1.8] as const; // pixels
const BLUR = 0.16; // largest weight of a neighbouring pixel
const GAIN = [0.75, 1] as const;
const NOISE = 0.1; // largest standard deviation, of full ink

/** What {@link strokeDigits} draws. */
export interface StrokeDigitsOptions {
  /** Images of each class, or a list with the number for each of the 10 classes; integers from 0. */
  readonly counts: number | readonly number[];
  /** An integer from 0 to 2³² − 1; 0 where left out. */
  readonly seed?: number;
  /** Training and test images of one seed have nothing in common; 'train' where left out. */
  readonly split?: 'train' | 'test';
}

/**
 * Draws handwritten-looking digits, 28 x 28, white ink on black: strokes with two to four ways of writing a
 * digit, under random elastic and affine deformation, thickness, blur, gain and noise. Needs no file and no
 * network. Rows come in random order of classes.
 *
 * The first n images of a class are the same whatever the counts, so a smaller data set of a seed is part of a
 * larger one. Only operations that IEEE 754 defines exactly are used (no sine, no logarithm), so a seed gives
 * the same bytes on every machine and engine.
 *
 * @throws RangeError where `counts` are not integers from 0, where a list has not 10 of them, or where `seed`
 *   or `split` is not one of those allowed
 */
export function strokeDigits(options: StrokeDigitsOptions): ImageDataset {
  const {seed = 0, split = 'train'} = options;
  if (split !== 'train' && split !== 'test') {
    throw new RangeError(`split is '${split}'; 'train' or 'test' is expected`);
  }
  const counts = checkCounts(options.counts);
  // Streams: the order of rows and each class's images, for training and then for test.
  const firstStream = split === 'train' ? 0 : CLASSES + 1;
  const labels = shuffledLabels(counts, randomStream(seed, firstStream));
  const randoms = counts.map((_, digit) => randomStream(seed, firstStream + 1 + digit));
  const images = new Uint8Array(labels.length * SIZE * SIZE);
  const clamped = new Uint8ClampedArray(images.buffer);
  const ink: Ink = new Float64Array(SIZE * SIZE);
  for (let row = 0; row < labels.length; ++row) {
    const digit = labels[row]!;
    drawDigit(digit, randoms[digit]!, ink, clamped.subarray(row * SIZE * SIZE, (row + 1) * SIZE * SIZE));
  }
  return imageDataset({
    name: `stroke digits, ${split}, seed ${seed}`,
    images,
    labels,
    shape: [SIZE, SIZE, 1],
    classes: CLASSES,
  });
}

function drawDigit(digit: number, random: Random, ink: Ink, pixels: Uint8ClampedArray): void {
  const glyphs = GLYPHS[digit]!;
  const glyph = glyphs[uniformBelow(random, glyphs.length)]!;
  const deform = randomDeformation(random, SIZE);
  const radius = uniformIn(random, RADIUS[0], RADIUS[1]);
  const softness = uniformIn(random, SOFTNESS[0], SOFTNESS[1]);
  ink.fill(0);
  for (const stroke of glyph) {
    const points = splinePoints(stroke, STEPS);
    for (let i = 0; i < points.length; i += 2) {
      const [x, y] = deform(points[i]!, points[i + 1]!);
      points[i] = x;
      points[i + 1] = y;
    }
    drawPolyline(ink, SIZE, points, radius, softness);
  }
  blur(ink, SIZE, BLUR * uniform(random));
  const gain = uniformIn(random, GAIN[0], GAIN[1]);
  writePixels(ink, gain, NOISE * uniform(random), random, pixels);
}

function shuffledLabels(counts: readonly number[], random: Random): Int32Array {
  const labels = counts.flatMap((count, digit) => new Array<number>(count).fill(digit));
  return shuffle(Int32Array.from(labels), random);
}

function checkCounts(counts: number | readonly number[]): readonly number[] {
  const list = typeof counts === 'number' ? new Array<number>(CLASSES).fill(counts) : counts;
  if (typeof list?.length !== 'number') {
    throw new RangeError(`counts is ${list}; a number or a list of ${CLASSES} numbers is expected`);
  }
  if (list.length !== CLASSES) {
    throw new RangeError(`counts has ${list.length} numbers; ${CLASSES} are expected, one for each digit`);
  }
  for (const [digit, count] of list.entries()) {
    if (!Number.isInteger(count) || count < 0) {
      throw new RangeError(`counts of digit ${digit} is ${count}; an integer from 0 is expected`);
    }
  }
  return list;
}
