import {AdamOptimizer, add, mul, sub, tidy, type Variable} from '@tensorflow/tfjs-core';

/** Weights that learn faster or slower than the others. */
export interface OwnRate {
  readonly variables: readonly Variable[];
  /** Their learning rate in units of that of the others, above 0. */
  readonly multiplier: number;
}

/** Adam with a learning rate that changes with the step: from `peak` down to 0 along half a cosine. */
export class ScheduledAdam extends AdamOptimizer {
  private readonly peak: number;
  private readonly steps: number;
  private readonly own: OwnRate;

  /**
   * @param peak learning rate of the first step
   * @param steps of the whole training
   */
  constructor(peak: number, steps: number, own: OwnRate = {variables: [], multiplier: 1}) {
    super(peak, 0.9, 0.999, 1e-7);
    this.peak = peak;
    this.steps = steps;
    this.own = own;
  }

  /** To be called before a step; the first one is 0. */
  prepare(step: number): void {
    this.learningRate = (this.peak * (1 + Math.cos((Math.PI * step) / this.steps))) / 2;
  }

  /** Adam's step is in proportion to the learning rate: that of the weights with their own is made longer or shorter. */
  override applyGradients(gradients: Parameters<AdamOptimizer['applyGradients']>[0]): void {
    const {variables, multiplier} = this.own;
    if (multiplier === 1) {
      super.applyGradients(gradients);
      return;
    }
    const before = variables.map((variable) => variable.clone());
    super.applyGradients(gradients);
    for (const [at, variable] of variables.entries()) {
      const old = before[at]!;
      tidy(() => variable.assign(add(old, mul(multiplier, sub(variable, old)))));
      old.dispose();
    }
  }
}
