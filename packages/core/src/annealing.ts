import {add, maximum, mul, pow, type Scalar, type Tensor, tidy} from '@tensorflow/tfjs-core';
import type {LayerVariable} from '@tensorflow/tfjs-layers';
import {choice, number} from './options/kinds.js';
import type {Option, ResolvedOptions} from './options/option.js';

/** How the weight λ of the plain cosine falls: λ(t) = max(end, start · (1 + rate · t)^(−power)). */
export interface AnnealingSchedule {
  /** λ before the first step, >= 0. */
  readonly start: number;
  /** How fast it falls, >= 0. */
  readonly rate: number;
  /** Exponent of the fall, > 0. */
  readonly power: number;
  /** λ never falls below this, >= 0. */
  readonly end: number;
}

/**
 * The weight λ of the plain cosine after some training steps.
 *
 * @param steps scalar, training steps that are done
 */
export function cosineWeightAt(steps: Scalar, {start, rate, power, end}: AnnealingSchedule): Scalar {
  return tidy(() => maximum(mul(pow(add(mul(steps, rate), 1), -power), start), end) as Scalar);
}

/** The options of a head whose λ may fall; where it ends is an option of its own. */
export type AnnealingOptions = {
  readonly annealing: Option<'falling' | 'none'>;
  readonly annealingStart: Option<number>;
  readonly annealingRate: Option<number>;
  readonly annealingPower: Option<number>;
};

/**
 * Declares them, with the schedule that the authors of large-margin softmax and SphereFace train with.
 *
 * @param texts for the descriptions: `end`, the name of the option that λ never falls below; `none`, what λ is without annealing
 */
export function annealingOptions(
  byDefault: 'falling' | 'none',
  {end, none}: {readonly end: string; readonly none: string},
): AnnealingOptions {
  return {
    annealing: choice(['falling', 'none'], {
      default: byDefault,
      description:
        "'falling': the own class's cosine is (λ cos θ + ψ(θ))/(1 + λ), with λ falling over the training steps " +
        `as max(${end}, start · (1 + rate · step)^−power); 'none': ${none}.`,
    }),
    annealingStart: number({
      default: 1000,
      min: 0,
      description: "λ at the start. Only with annealing 'falling'.",
    }),
    annealingRate: number({
      default: 0.12,
      min: 0,
      ...(byDefault === 'falling' ? {search: {low: 0.01, high: 1, scale: 'log'}} : {}),
      description: "How fast λ falls. Only with annealing 'falling'.",
    }),
    annealingPower: number({
      default: 1,
      above: 0,
      description: "Exponent of the fall of λ. Only with annealing 'falling'.",
    }),
  };
}

/** λ of a head, falling with the training steps, which are counted in a weight that is saved with the model. */
export class Annealing {
  private readonly schedule: AnnealingSchedule;
  /** Scores whose step is counted: a metric may ask for the loss of a step again. */
  private readonly counted = new WeakSet<Tensor>();

  /**
   * @param steps a scalar weight of the head, not trainable, 0 at the start
   * @param end λ never falls below this
   */
  constructor(
    private readonly steps: LayerVariable,
    options: ResolvedOptions<AnnealingOptions>,
    end: number,
  ) {
    const {annealingStart: start, annealingRate: rate, annealingPower: power} = options;
    this.schedule = {start, rate, power, end};
  }

  /** λ for the next step, a scalar. */
  cosineWeight(): Scalar {
    return cosineWeightAt(this.steps.read() as Scalar, this.schedule);
  }

  /** Counts the training step that these scores were made in, once. */
  count(scores: Tensor): void {
    if (this.counted.has(scores)) return;
    this.counted.add(scores);
    tidy(() => {
      this.steps.write(add(this.steps.read(), 1));
    });
  }
}
