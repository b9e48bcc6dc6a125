import {type HeadConfig, LinearHead, linearOptions} from '@isomargin/core';
import {serialization, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';
import {euclideanDistances} from './euclidean-distances.js';
import {euclideanOptions} from './options.js';

/** Every option of the head, beside the common ones. */
export const headOptions: typeof euclideanOptions & typeof linearOptions = {
  ...euclideanOptions,
  ...linearOptions,
};

/**
 * Squared Euclidean distance to the one-hot label as the last layer. Its scores [batch, classes] are those of a linear
 * classifier, before the softmax. Weights: kernel [d, classes] (Glorot uniform), bias [classes] (0).
 */
export class EuclideanHead extends LinearHead<typeof euclideanOptions> {
  /** @nocollapse */
  static readonly className = 'IsomarginEuclidean';

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<typeof headOptions>) {
    super('euclidean', euclideanOptions, config);
  }

  protected override get trainsProbabilities(): boolean {
    return this.options.compare === 'probabilities';
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
    return euclideanDistances(scores, oneHot, this.options.compare);
  }
}
serialization.registerClass(EuclideanHead);
