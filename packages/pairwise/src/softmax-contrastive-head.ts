import {type HeadConfig, LinearHead, linearOptions, type Remembered} from '@isomargin/core';
import {serialization, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';
import {softmaxContrastiveLossOptions} from './options.js';
import {joinedLoss} from './softmax-contrastive-loss.js';

/** The options of the head. */
export const softmaxContrastiveOptions: typeof softmaxContrastiveLossOptions & typeof linearOptions = {
  ...softmaxContrastiveLossOptions,
  ...linearOptions,
};

/**
 * Softmax with contrastive loss (DeepID2: Sun, Chen, Wang, Tang 2014) as the last layer of a model. Its scores
 * [batch, classes] are the logits. Weights: kernel [d, classes] (Glorot uniform), bias [classes] (0).
 */
export class SoftmaxContrastiveHead extends LinearHead<typeof softmaxContrastiveLossOptions> {
  /** @nocollapse */
  static readonly className = 'IsomarginSoftmaxContrastive';

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<typeof softmaxContrastiveOptions>) {
    super('softmax-contrastive', softmaxContrastiveLossOptions, config);
  }

  protected override get needsEmbeddings(): boolean {
    return this.options.verificationWeight > 0;
  }

  protected override get trainsProbabilities(): boolean {
    return true;
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D, recall: () => Remembered): Tensor1D {
    const {verificationWeight} = this.options;
    // Without its pairs it is softmax, which needs no embeddings.
    if (verificationWeight === 0) return joinedLoss(scores, scores, oneHot, this.options);
    return joinedLoss(scores, recall().embeddings, oneHot, this.options);
  }
}
serialization.registerClass(SoftmaxContrastiveHead);
