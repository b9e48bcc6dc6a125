import {animal, HealthyHead} from './healthy.js';

/** Its centres move whenever it is asked for a loss. */
class MovesInEvaluationHead extends HealthyHead {
  static override readonly className = 'ZooMovesInEvaluation';

  protected override movesCenters(): boolean {
    return this.trainable;
  }
}

export default animal(
  MovesInEvaluationHead,
  [
    'evaluation',
    'batch-order',
    'class-order',
    'independence',
    'inputs',
    'isolation',
    'models',
    'not-a-number',
    'output',
    'rotation-invariance',
  ],
  /a call outside of training changes the weight 'centers'/,
);
