import {AdamOptimizer} from '@tensorflow/tfjs-core';

/** Adam with a learning rate that changes with the step: from `peak` down to 0 along half a cosine. */
export class ScheduledAdam extends AdamOptimizer {
  private readonly peak: number;
  private readonly steps: number;

  /**
   * @param peak learning rate of the first step
   * @param steps of the whole training
   */
  constructor(peak: number, steps: number) {
    super(peak, 0.9, 0.999, 1e-7);
    this.peak = peak;
    this.steps = steps;
  }

  /** To be called before a step; the first one is 0. */
  prepare(step: number): void {
    this.learningRate = (this.peak * (1 + Math.cos((Math.PI * step) / this.steps))) / 2;
  }
}
