import {gridSize, type LossFrame} from '../training/frame.js';
import type {TaskSummary} from '../training/messages.js';
import {colourNameOf, outlineOf} from './marks.js';

/** The page's colours as a canvas takes them. */
export interface Theme {
  readonly page: string;
  readonly text: string;
  readonly classes: readonly string[];
}

export function currentTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string): string => style.getPropertyValue(name).trim();
  return {
    page: of('--page'),
    text: of('--text'),
    classes: Array.from({length: 10}, (_, label) => of(colourNameOf(label))),
  };
}

/** Part of a class's colour in its decision region; the rest is the page's. */
const tint = 0.17;
const markSize = {frequent: 3.1, rare: 4.4} as const;

/** Draws a feature space on a square of `size` CSS pixels. */
export function drawSpace(
  context: CanvasRenderingContext2D,
  size: number,
  {points, vectors, vectorLabels, areDirections, extent, regions}: LossFrame,
  task: TaskSummary,
  theme: Theme,
): void {
  const place = (x: number, y: number): [number, number] => [
    ((x / extent + 1) / 2) * size,
    ((1 - y / extent) / 2) * size,
  ];
  context.imageSmoothingEnabled = true;
  context.drawImage(regionsImage(regions, theme), 0, 0, size, size);

  // Rare classes last, so that no frequent one hides them.
  const rows = [...task.testLabels.keys()];
  for (const isRare of [false, true]) {
    context.globalAlpha = isRare ? 0.95 : 0.7;
    for (const row of rows) {
      const label = task.testLabels[row]!;
      if ((task.rare[label] ?? false) !== isRare) continue;
      const [x, y] = place(points[2 * row]!, points[2 * row + 1]!);
      const sprite = spriteOf(label, isRare, theme);
      context.drawImage(sprite, x - spriteSize / 2, y - spriteSize / 2, spriteSize, spriteSize);
    }
  }
  context.globalAlpha = 1;

  const lengths = vectorLabels.map((_, i) => Math.hypot(vectors[2 * i]!, vectors[2 * i + 1]!));
  const longest = Math.max(...lengths, 1e-9);
  const labelled = new Set<number>();
  for (const [i, label] of vectorLabels.entries()) {
    const scale = areDirections ? (0.78 * extent) / longest : 1;
    const [x, y] = place(vectors[2 * i]! * scale, vectors[2 * i + 1]! * scale);
    if (areDirections) {
      const [x0, y0] = place(0, 0);
      arrow(context, x0, y0, x, y, theme, label);
    } else {
      diamond(context, x, y, theme, label);
    }
    // Further prototypes of a class are diamonds alone.
    if (labelled.has(label)) continue;
    labelled.add(label);
    name(context, task.classNames[label] ?? String(label), task.rare[label] ?? false, x, y, size, theme);
  }
}

const regionImages = new WeakMap<Theme, {canvas: HTMLCanvasElement; data: ImageData}>();

function regionsImage(regions: Uint8Array, theme: Theme): HTMLCanvasElement {
  let image = regionImages.get(theme);
  if (image === undefined) {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = gridSize;
    image = {canvas, data: canvas.getContext('2d')!.createImageData(gridSize, gridSize)};
    regionImages.set(theme, image);
  }
  const page = channels(theme.page);
  const tints = theme.classes.map((colour) => {
    const own = channels(colour);
    return page.map((value, i) => Math.round(value + tint * (own[i]! - value)));
  });
  const {canvas, data} = image;
  for (let i = 0; i < regions.length; i++) {
    const [red, green, blue] = tints[regions[i]! % tints.length]!;
    data.data.set([red!, green!, blue!, 255], 4 * i);
  }
  canvas.getContext('2d')!.putImageData(data, 0, 0);
  return canvas;
}

/** @param colour as the style sheet has it, #rrggbb */
function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

const spriteSize = 14;
const sprites = new WeakMap<Theme, Map<string, HTMLCanvasElement>>();

/** A class's symbol, drawn once. */
function spriteOf(label: number, isRare: boolean, theme: Theme): HTMLCanvasElement {
  const known = sprites.get(theme) ?? new Map<string, HTMLCanvasElement>();
  sprites.set(theme, known);
  const key = `${label} ${isRare}`;
  const found = known.get(key);
  if (found !== undefined) return found;
  const scale = 3;
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = spriteSize * scale;
  const context = canvas.getContext('2d')!;
  context.translate(canvas.width / 2, canvas.height / 2);
  const radius = (isRare ? markSize.rare : markSize.frequent) * scale;
  context.scale(radius, radius);
  const outline = new Path2D(outlineOf(label));
  context.fillStyle = theme.classes[label % theme.classes.length]!;
  context.fill(outline);
  context.lineWidth = (isRare ? 1 : 0.5) / (isRare ? markSize.rare : markSize.frequent);
  context.strokeStyle = isRare ? theme.text : theme.page;
  context.stroke(outline);
  known.set(key, canvas);
  return canvas;
}

function arrow(
  context: CanvasRenderingContext2D,
  x0: number,
  y0: number,
  x: number,
  y: number,
  theme: Theme,
  label: number,
): void {
  for (const [width, colour] of [
    [4.5, theme.page],
    [2, theme.classes[label % theme.classes.length]!],
  ] as const) {
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.beginPath();
    context.moveTo(x0, y0);
    context.lineTo(x, y);
    context.stroke();
  }
}

function diamond(context: CanvasRenderingContext2D, x: number, y: number, theme: Theme, label: number): void {
  const radius = 8;
  context.beginPath();
  context.moveTo(x, y - radius);
  context.lineTo(x + radius, y);
  context.lineTo(x, y + radius);
  context.lineTo(x - radius, y);
  context.closePath();
  context.fillStyle = theme.classes[label % theme.classes.length]!;
  context.fill();
  context.lineWidth = 2;
  context.strokeStyle = theme.text;
  context.stroke();
}

/** A class's name on a plate, which is dark for a rare class. */
function name(
  context: CanvasRenderingContext2D,
  text: string,
  isRare: boolean,
  x: number,
  y: number,
  size: number,
  theme: Theme,
): void {
  const short = text.length > 10 ? `${text.slice(0, 9)}…` : text;
  context.font = '600 12px system-ui, sans-serif';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  const width = Math.max(18, context.measureText(short).width + 8);
  const height = 17;
  // Above its place, and inside the picture.
  const cx = Math.min(size - width / 2 - 1, Math.max(width / 2 + 1, x));
  const cy = Math.min(size - height / 2 - 1, Math.max(height / 2 + 1, y - 17));
  context.beginPath();
  context.roundRect(cx - width / 2, cy - height / 2, width, height, 5);
  context.fillStyle = isRare ? theme.text : theme.page;
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = theme.text;
  context.stroke();
  context.fillStyle = isRare ? theme.page : theme.text;
  context.fillText(short, cx, cy + 0.5);
}
