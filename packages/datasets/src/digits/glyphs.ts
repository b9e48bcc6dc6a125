/** A stroke: points [x, y] that the pen passes through on a smooth curve, x to the right and y down. */
export type Stroke = readonly (readonly [x: number, y: number])[];

/** One way of writing a digit, in a box of height 1. A sharp corner is where one stroke ends and another begins. */
export type Glyph = readonly Stroke[];

/** The ways of writing each digit, as strokes of `x,y` points in hundredths of the height, between bars. */
const DRAWN: readonly (readonly string[])[] = [
  // 0: round, narrow, open at the top with an overlap, closed by a hook.
  [
    '50,2 28,16 19,50 28,84 50,98 72,84 81,50 72,16 50,2',
    '50,1 35,15 29,50 35,85 50,99 65,85 71,50 65,15 50,1',
    '62,6 42,2 22,25 18,62 35,96 62,96 80,65 77,25 56,4 40,10',
    '42,12 25,34 20,68 42,98 70,85 80,45 66,6 44,3 38,16',
  ],
  // 1: a bar, with a flag, with flag and foot, bent.
  [
    '50,0 50,100',
    '30,24 42,14 53,0 | 53,0 52,100',
    '30,22 52,0 | 52,0 52,98 | 26,98 78,98',
    '56,0 50,40 48,75 50,100',
  ],
  // 2: straight foot, looped foot, wavy foot.
  [
    '20,26 32,6 56,0 76,15 73,38 50,66 18,97 | 18,97 84,95',
    '22,20 42,2 68,6 75,28 62,56 36,86 17,96 14,84 30,79 52,90 86,96',
    '24,12 50,0 74,12 72,36 44,70 20,96 | 20,96 40,86 60,95 86,88',
  ],
  // 3: two bowls, flat top, looped waist.
  [
    '22,14 46,0 72,10 70,34 42,46 | 42,46 72,56 78,78 56,98 20,87',
    '22,3 74,3 | 74,3 44,40 | 44,40 73,50 78,76 52,98 20,88',
    '24,10 50,0 72,14 62,36 43,47 40,42 52,42 74,60 70,88 44,100 20,90',
  ],
  // 4: open with a corner, closed, open and round.
  [
    '28,2 20,54 | 20,54 84,50 | 70,5 66,100',
    '62,0 14,64 | 14,64 88,64 | 62,0 62,100',
    '24,2 19,34 34,54 60,46 72,20 | 76,0 70,45 68,100',
  ],
  // 5: square shoulder, round shoulder, slanted roof.
  [
    '76,2 30,2 | 30,2 26,44 | 26,44 52,36 77,52 74,82 48,99 20,90',
    '78,3 42,6 29,24 36,40 62,50 75,72 58,95 20,94',
    '36,7 28,46 | 28,46 50,40 72,54 70,84 45,98 22,88 | 36,7 84,0',
  ],
  // 6: curved back, straight back, hooked top.
  [
    '66,0 38,20 23,56 30,88 52,100 75,84 69,58 46,52 26,70',
    '50,0 30,44 22,76 42,99 70,92 75,70 54,57 26,72',
    '76,14 58,0 34,16 21,52 28,88 54,100 78,80 66,54 40,52 25,68',
  ],
  // 7: plain, crossed, with a serif, wavy roof.
  [
    '18,4 82,4 | 82,4 56,48 42,100',
    '18,4 82,4 | 82,4 60,45 45,100 | 30,52 78,49',
    '19,20 20,4 | 20,4 80,3 | 80,3 64,50 56,100',
    '16,14 34,3 56,10 82,2 | 82,2 58,44 40,100',
  ],
  // 8: one stroke, two rings, open at the top.
  [
    '72,16 50,0 28,16 36,38 64,56 76,80 50,100 24,80 38,55 65,37 72,16',
    '50,1 36,8 30,24 36,40 50,47 64,40 70,24 64,8 50,1 | 50,47 32,55 24,73 32,91 50,99 68,91 76,73 68,55 50,47',
    '78,8 54,0 30,14 34,36 60,54 70,78 48,100 24,82 36,56 60,38 78,16',
  ],
  // 9: straight leg, curved leg, loop and leg in one.
  [
    '70,14 48,1 26,22 40,48 62,42 70,14 | 70,8 67,100',
    '72,20 50,0 26,22 42,47 66,38 72,20 | 72,20 74,56 60,90 28,96',
    '74,6 50,2 26,24 36,46 58,38 74,6 | 74,6 68,50 50,100',
  ],
];

/** The ways of writing each digit, from 0 to 9. */
export const GLYPHS: readonly (readonly Glyph[])[] = DRAWN.map((glyphs) => glyphs.map(parseGlyph));

function parseGlyph(text: string): Glyph {
  return text.split(' | ').map((stroke) =>
    stroke.split(' ').map((point) => {
      const [x, y] = point.split(',').map(Number);
      return [x! / 100, y! / 100] as const;
    }),
  );
}
