import {serialization, type Tensor, tensor2d} from '@tensorflow/tfjs-core';
import {initializers} from '@tensorflow/tfjs-layers';
import {evenPlacement} from './even.js';

/** Settings of the initializer. */
interface InitializerArgs {
  /** Norm of every prototype, > 0. Default 1. */
  radius?: number;
  /** Same seed, same prototypes. Drawn at random where not given. */
  seed?: number;
}

/**
 * The base class of tfjs's initializers, which it does not export: a layer takes as `kernelInitializer` its instances
 * alone, and a configuration instead of any other object.
 */
const Initializer: (new () => ReturnType<typeof initializers.zeros>) &
  Pick<typeof serialization.Serializable, 'fromConfig'> = Object.getPrototypeOf(
  initializers.zeros().constructor,
);

/**
 * Weight initializer [prototypes, d]: unit vectors as evenly spread as one can compute, times a radius. A regular
 * simplex, with all prototypes equidistant, where there are at most d + 1. A bundle that does not name it does not have it: one that
 * only loads a saved layer with it calls `serialization.registerClass(EvenPrototypes)`.
 */
export class EvenPrototypes extends Initializer {
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

  override apply(shape: (number | null)[]): Tensor {
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
