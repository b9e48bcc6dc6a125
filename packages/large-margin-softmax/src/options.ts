import {type AnnealingOptions, annealingOptions, integer, number, type Option} from '@isomargin/core';

/** The options of the head. */
export const largeMarginSoftmaxOptions: {
  readonly m: Option<number>;
  readonly annealingEnd: Option<number>;
} & AnnealingOptions = {
  m: integer({
    default: 4,
    min: 1,
    search: {low: 1, high: 4, scale: 'linear'},
    description: 'How many times the angle to the own class counts; 1 is softmax without bias.',
  }),
  ...annealingOptions('falling', {end: 'end', none: 'ψ(θ) from the first step'}),
  annealingEnd: number({
    default: 5,
    min: 0,
    description: "λ at the end; 0 leaves ψ(θ) alone. Only with annealing 'falling'.",
  }),
};
