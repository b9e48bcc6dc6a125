import {serialization, type Tensor, tensor2d} from '@tensorflow/tfjs-core';
import {evenPlacement} from './even.js';

/** Settings of the initializer. */
interface InitializerArgs {
  /** Norm of every prototype, > 0. Default 1. */
  radius?: number;
  /** Same seed, same prototypes. Drawn at random where not given. */
  seed?: number;
}

/**
 * Weight initializer [prototypes, d]: unit vectors as evenly spread as one can compute, times a radius. A regular
 * simplex, with all prototypes equidistant, where there are at most d + 1.
 */
export class EvenPrototypes extends serialization.Serializable {
  /** @nocollapse */
  static readonly className = 'EvenPrototypes';
  private readonly radius: number;
  private readonly seed: number | undefined;

  constructor({radius = 1, seed}: InitializerArgs = {}) {
    super();
    if (!(radius > 0 && Number.isFinite(radius))) {
      throw new Error(`EvenPrototypes: radius must be a number > 0, but got ${radius}.`);
    }
    this.radius = radius;
    this.seed = seed;
  }

  /** tfjs asks every initializer; this one has no other object inside. */
  fromConfigUsesCustomObjects(): boolean {
    return false;
  }

  apply(shape: (number | null)[]): Tensor {
    const [count, dimension] = shape as [number, number];
    const points = evenPlacement(count, dimension, this.seed);
    return tensor2d(
      Float32Array.from(points, (v) => v * this.radius),
      [count, dimension],
    );
  }

  override getConfig(): serialization.ConfigDict {
    return {radius: this.radius, ...(this.seed === undefined ? {} : {seed: this.seed})};
  }
}
serialization.registerClass(EvenPrototypes);
