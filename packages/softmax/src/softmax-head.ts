import {boolean, crossEntropyFromLogits, type HeadConfig, LossHead, type Option} from '@isomargin/core';
import {serialization, type Tensor, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';
import {initializers, type LayerVariable} from '@tensorflow/tfjs-layers';
import {logits} from './softmax-loss.js';

export const softmaxOptions: {readonly useBias: Option<boolean>} = {
  useBias: boolean({default: true, description: 'Whether the logits have a bias, one number a class.'}),
};
type SoftmaxOptions = typeof softmaxOptions;

/**
 * Softmax cross entropy as the last layer: a dense layer whose scores are the logits [batch, classes]
 * (`tf.softmax(scores)` are the probabilities). Weights: kernel [d, classes] (Glorot uniform), bias [classes] (0).
 */
export class SoftmaxHead extends LossHead<SoftmaxOptions> {
  /** @nocollapse */
  static readonly className = 'IsomarginSoftmax';
  private kernel!: LayerVariable;
  private bias: LayerVariable | undefined;

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<SoftmaxOptions>) {
    super('softmax', softmaxOptions, config);
  }

  protected override buildWeights(dimension: number): void {
    const seed = this.options.seed;
    const shape = [dimension, this.classes];
    this.kernel = this.addWeight(
      'kernel',
      shape,
      'float32',
      initializers.glorotUniform({seed}),
      undefined,
      true,
    );
    if (this.options.useBias) {
      this.bias = this.addWeight('bias', [this.classes], 'float32', initializers.zeros(), undefined, true);
    }
  }

  protected override decayedWeights(): Tensor[] {
    return [this.kernel.read()];
  }

  protected override scoresOf(embeddings: Tensor2D): Tensor2D {
    return logits(embeddings, this.kernel.read() as Tensor2D, this.bias?.read() as Tensor1D | undefined);
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
    return crossEntropyFromLogits(scores, oneHot);
  }
}
serialization.registerClass(SoftmaxHead);
