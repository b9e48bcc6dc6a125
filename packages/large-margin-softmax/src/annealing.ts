import {add, maximum, mul, pow, type Scalar, tidy} from '@tensorflow/tfjs-core';

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
