import type {Remembered} from '@isomargin/core';
import {add, matMul, mul, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';
import {animal, HealthyHead} from './healthy.js';

/** It never reads `pull`. */
class IgnoredOptionHead extends HealthyHead {
  static override readonly className = 'ZooIgnoredOption';

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D, recall: () => Remembered): Tensor1D {
    const {embeddings, training} = recall();
    const centers = this.centers.read() as Tensor2D;
    const distances = this.distances(embeddings, matMul(oneHot, centers) as Tensor2D);
    if (this.movesCenters(training)) this.centers.write(this.moved(centers, embeddings, oneHot));
    return add(this.entropies(scores, oneHot), mul(distances, 0.1)) as Tensor1D;
  }
}

export default animal(IgnoredOptionHead, ['options-used', 'value', 'gradients'], /pull changes nothing/);
