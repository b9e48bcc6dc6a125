/**
 * Colours are CSS variables, so that a chart follows the page's light or dark theme; style.ts gives their
 * values. They were searched for, theme by theme, to keep the least difference of any two (in CIELAB) large for
 * normal sight and for protanopia, deuteranopia and tritanopia as simulated after Machado et al. (2009), and to
 * stand out from the page. The baseline has the colour of quiet text.
 */
const lossColours = 12;
const classColours = 10;

/** Those that can be filled; Plot draws others, such as "times", as strokes alone. */
export const symbols = ['circle', 'square', 'triangle', 'diamond', 'star', 'wye', 'cross'] as const;

export function lossColour(index: number): string {
  return `var(--loss-${index === 0 ? 0 : 1 + ((index - 1) % (lossColours - 1))})`;
}

export function lossSymbol(index: number): (typeof symbols)[number] {
  return symbols[index % symbols.length] ?? 'circle';
}

/** Of lines: those after the first round of symbols are dashed, so that no two look alike. */
export function lossDash(index: number): string {
  return ['none', '7 3', '2 3'][Math.floor(index / symbols.length) % 3] ?? 'none';
}

/** Further classes repeat the colours: the labels in the plane tell them apart. */
export function classColour(label: number): string {
  return `var(--class-${label % classColours})`;
}
