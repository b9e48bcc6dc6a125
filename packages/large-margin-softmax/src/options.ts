import {choice, integer, number, type Option} from '@isomargin/core';

/** The options of the head. */
export const largeMarginSoftmaxOptions: {
  readonly m: Option<number>;
  readonly annealing: Option<'falling' | 'none'>;
  readonly annealingStart: Option<number>;
  readonly annealingRate: Option<number>;
  readonly annealingPower: Option<number>;
  readonly annealingEnd: Option<number>;
} = {
  m: integer({
    default: 4,
    min: 1,
    search: {low: 1, high: 4, scale: 'linear'},
    description: 'How many times the angle to the own class counts; 1 is softmax without bias.',
  }),
  annealing: choice(['falling', 'none'], {
    default: 'falling',
    description:
      "'falling': the own class's cosine is (λ cos θ + ψ(θ))/(1 + λ), with λ falling over the training steps " +
      "as max(end, start · (1 + rate · step)^−power); 'none': ψ(θ) from the first step.",
  }),
  annealingStart: number({
    default: 1000,
    min: 0,
    description: "λ at the start. Only with annealing 'falling'.",
  }),
  annealingRate: number({
    default: 0.12,
    min: 0,
    search: {low: 0.01, high: 1, scale: 'log'},
    description: "How fast λ falls. Only with annealing 'falling'.",
  }),
  annealingPower: number({
    default: 1,
    above: 0,
    description: "Exponent of the fall of λ. Only with annealing 'falling'.",
  }),
  annealingEnd: number({
    default: 5,
    min: 0,
    description: "λ at the end; 0 leaves ψ(θ) alone. Only with annealing 'falling'.",
  }),
};
