import {type AnnealingOptions, annealingOptions, integer, number, type Option} from '@isomargin/core';

/** Of the pure function. */
export const spherefaceLossOptions: {readonly m: Option<number>; readonly lambda: Option<number>} = {
  m: integer({
    default: 4,
    min: 1,
    search: {low: 1, high: 4, scale: 'linear'},
    description: 'What the angle to the own class is multiplied by in training; 1 for no margin.',
  }),
  lambda: number({
    default: 0,
    min: 0,
    description:
      'λ, weight of the plain cosine beside ψ: (λ cos θ + ψ(θ)) / (1 + λ). 0 is the full margin; larger is easier to learn.',
  }),
};

/** Of the head. */
export const spherefaceOptions: typeof spherefaceLossOptions & AnnealingOptions = {
  ...spherefaceLossOptions,
  ...annealingOptions('none', {end: 'lambda', none: 'λ is `lambda` from the first step'}),
};
