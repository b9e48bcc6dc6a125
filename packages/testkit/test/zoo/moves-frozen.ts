import {animal, HealthyHead} from './healthy.js';

/** Its centres move with trainable = false, too. */
class MovesFrozenHead extends HealthyHead {
  static override readonly className = 'ZooMovesFrozen';

  protected override movesCenters(training: boolean): boolean {
    return training;
  }
}

export default animal(
  MovesFrozenHead,
  ['frozen'],
  /with trainable = false a training call moves the weight 'centers'/,
);
