import {integer, number, type Option} from '@isomargin/core';

export const spherefaceOptions: {readonly m: Option<number>; readonly lambda: Option<number>} = {
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
