import {type HeadConfig, LinearHead, linearOptions} from '@isomargin/core';
import {serialization, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';
import {exampleErrors} from './example-errors.js';
import {falseErrors} from './false-errors.js';
import {classWeightOption, falseErrorOptions} from './options.js';

/** Every option of the head, beside the common ones. */
export const headOptions: typeof falseErrorOptions & typeof linearOptions & typeof classWeightOption = {
  ...falseErrorOptions,
  ...linearOptions,
  ...classWeightOption,
};

/**
 * Mean (squared) false error as the last layer (Wang et al. 2016). Its scores [batch, classes] are logits
 * (`tf.softmax(scores)` are the probabilities). Weights: kernel [d, classes] (Glorot uniform), bias [classes] (0).
 */
export class FalseErrorHead extends LinearHead<typeof falseErrorOptions> {
  /** @nocollapse */
  static readonly className = 'IsomarginFalseError';

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<typeof headOptions>) {
    super('falseError', falseErrorOptions, config);
  }

  protected override get trainsProbabilities(): boolean {
    return true;
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
    const {error, variant} = this.options;
    return falseErrors(exampleErrors(scores, oneHot, error), oneHot, variant);
  }
}
serialization.registerClass(FalseErrorHead);
