import {type Tensor, zeros} from '@tensorflow/tfjs-core';
import {animal, HealthyHead} from './healthy.js';

/** Weight decay has no weights. */
class UndecayedHead extends HealthyHead {
  static override readonly className = 'ZooUndecayed';

  protected override decayedWeights(): Tensor[] {
    return [zeros([1])];
  }
}

export default animal(UndecayedHead, ['weight-decay'], /weightDecay: 0.5 adds 0 to the loss/);
