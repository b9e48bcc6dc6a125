import {type Variable, variable, zeros} from '@tensorflow/tfjs-core';
import {animal, HealthyHead} from './healthy.js';

/** It has a variable that it does not call a weight. */
class DisposeLeakHead extends HealthyHead {
  static override readonly className = 'ZooDisposeLeak';
  hidden: Variable | undefined;

  protected override buildWeights(dimension: number): void {
    super.buildWeights(dimension);
    this.hidden = variable(zeros([3]), false);
  }
}

export default animal(DisposeLeakHead, ['dispose'], /a head that was used and disposed leaves 1 tensors/);
