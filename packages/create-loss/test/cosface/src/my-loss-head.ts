import {cosineScores, crossEntropyFromLogits, type HeadConfig, LossHead, number} from '@isomargin/core';
import {mul, serialization, sub, type Tensor, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';
import {initializers, type LayerVariable} from '@tensorflow/tfjs-layers';

export const options = {
  scale: number({
    default: 64,
    above: 0,
    search: {low: 4, high: 128, scale: 'log'},
    description: 's, the score at an angle of 0.',
  }),
  margin: number({
    default: 0.35,
    min: 0,
    search: {low: 0.05, high: 0.6, scale: 'linear'},
    description: 'm, what is taken off the cosine to the own class in training; 0 for none.',
  }),
};

/** CosFace (Wang et al. 2018) as the last layer. Its scores are s cos θ_j. Weight: kernel [d, classes] (Glorot uniform). */
export class MyLossHead extends LossHead<typeof options> {
  static readonly className = 'ExampleMyLossHead'; // the name in saved models: never change it
  private kernel!: LayerVariable;

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<typeof options>) {
    super('my-loss', options, config);
  }

  protected override buildWeights(dimension: number): void {
    const start = initializers.glorotUniform({seed: this.options.seed});
    this.kernel = this.addWeight('kernel', [dimension, this.classes], 'float32', start, undefined, true);
  }

  protected override decayedWeights(): Tensor[] {
    return [this.kernel.read()];
  }

  protected override scoresOf(embeddings: Tensor2D): Tensor2D {
    return cosineScores(embeddings, this.kernel.read() as Tensor2D, this.options.scale);
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
    const {scale, margin} = this.options;
    return crossEntropyFromLogits(sub(scores, mul(oneHot, scale * margin)) as Tensor2D, oneHot);
  }
}
serialization.registerClass(MyLossHead);
