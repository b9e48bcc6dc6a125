import {crossEntropyFromLogits, type HeadConfig, LinearHead, type linearOptions} from '@isomargin/core';
import {serialization, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';

/**
 * Softmax cross entropy as the last layer: a dense layer whose scores are the logits [batch, classes]
 * (`tf.softmax(scores)` are the probabilities). Weights: kernel [d, classes] (Glorot uniform), bias [classes] (0).
 */
export class SoftmaxHead extends LinearHead {
  /** @nocollapse */
  static readonly className = 'IsomarginSoftmax';

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<typeof linearOptions>) {
    super('softmax', {}, config);
  }

  protected override get trainsProbabilities(): boolean {
    return true;
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
    return crossEntropyFromLogits(scores, oneHot);
  }
}
serialization.registerClass(SoftmaxHead);
