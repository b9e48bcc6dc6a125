import {initializers} from '@tensorflow/tfjs-layers';
import {animal, HealthyHead} from './healthy.js';

/** Its kernel is not trainable. */
class FrozenWeightHead extends HealthyHead {
  static override readonly className = 'ZooFrozenWeight';

  protected override buildWeights(dimension: number): void {
    super.buildWeights(dimension);
    const kernel = this.kernel;
    this.trainableWeights = [];
    this.nonTrainableWeights = [kernel, this.centers];
    kernel.trainable = false;
  }

  protected override start(): ReturnType<typeof initializers.glorotUniform> {
    return initializers.glorotUniform({seed: this.options.seed});
  }
}

export default animal(
  FrozenWeightHead,
  ['training'],
  /training steps leave the weight 'kernel' where it was/,
);
