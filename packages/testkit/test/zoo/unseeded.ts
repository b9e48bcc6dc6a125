import {initializers} from '@tensorflow/tfjs-layers';
import {animal, HealthyHead} from './healthy.js';

/** Its kernel starts anywhere. */
class UnseededHead extends HealthyHead {
  static override readonly className = 'ZooUnseeded';

  protected override start(): ReturnType<typeof initializers.glorotUniform> {
    return initializers.glorotUniform({});
  }
}

export default animal(
  UnseededHead,
  ['seeded', 'models', 'own-loop', 'learning'],
  /made twice with the seed 5, the weight 'kernel'/,
);
