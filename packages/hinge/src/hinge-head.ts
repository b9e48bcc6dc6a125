import {type HeadConfig, LinearHead, linearOptions} from '@isomargin/core';
import {serialization, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';
import {hinges} from './hinges.js';
import {hingeOptions} from './options.js';

/** Every option of the head, beside the common ones. */
export const headOptions: typeof hingeOptions & typeof linearOptions = {...hingeOptions, ...linearOptions};

/**
 * Multi-class hinge loss as the last layer (Crammer and Singer 2001; Weston and Watkins 1999). Its scores [batch, classes]
 * are those of a linear classifier, not probabilities. Weights: kernel [d, classes] (Glorot uniform), bias [classes] (0).
 */
export class HingeHead extends LinearHead<typeof hingeOptions> {
  /** @nocollapse */
  static readonly className = 'IsomarginHinge';

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<typeof headOptions>) {
    super('hinge', hingeOptions, config);
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
    return hinges(scores, oneHot, this.options);
  }
}
serialization.registerClass(HingeHead);
