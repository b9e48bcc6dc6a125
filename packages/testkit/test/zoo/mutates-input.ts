import type {Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';
import {animal, HealthyHead} from './healthy.js';

/** It writes into the array behind a tensor. */
class MutatesInputHead extends HealthyHead {
  static override readonly className = 'ZooMutatesInput';

  protected override scoresOf(embeddings: Tensor2D, training: boolean): Tensor2D {
    const scores = super.scoresOf(embeddings, training);
    const values = embeddings.dataSync();
    for (let i = 0; i < values.length; i++) values[i]! *= 2;
    return scores;
  }

  protected override distances(embeddings: Tensor2D, own: Tensor2D): Tensor1D {
    return super.distances(embeddings, own);
  }
}

export default animal(MutatesInputHead, ['inputs', 'gradients', 'value'], /the loss changes the embeddings/);
