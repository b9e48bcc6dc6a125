import {crossEntropyFromLogits, type HeadConfig, LossHead, number, squaredDistances} from '@isomargin/core';
import {
  add,
  mul,
  serialization,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import {initializers, type LayerVariable} from '@tensorflow/tfjs-layers';

export const options = {
  margin: number({
    default: 0.3,
    min: 0,
    search: {low: 0.01, high: 1, scale: 'log'},
    description: 'α: the distance to the own mean counts 1 + α times in training; 0 for no margin.',
  }),
  likelihood: number({
    default: 0.1,
    min: 0,
    search: {low: 0.001, high: 1, scale: 'log'},
    description: 'λ, the weight of the distance to the own mean, which draws each class together.',
  }),
};

/**
 * Large-margin Gaussian mixture loss (Wan et al. 2018) with unit covariances and equal priors, as the last layer. Its
 * scores are −d_j [batch, classes], for half the squared distance d_j to the mean of class j.
 * Weight: means [classes, d] (Glorot uniform).
 */
export class MyLossHead extends LossHead<typeof options> {
  static readonly className = 'ExampleMyLossHead'; // the name in saved models: never change it
  private means!: LayerVariable;

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<typeof options>) {
    super('my-loss', options, config);
  }

  protected override buildWeights(dimension: number): void {
    const start = initializers.glorotUniform({seed: this.options.seed});
    this.means = this.addWeight('means', [this.classes, dimension], 'float32', start, undefined, true);
  }

  protected override decayedWeights(): Tensor[] {
    return [this.means.read()];
  }

  protected override scoresOf(embeddings: Tensor2D): Tensor2D {
    return mul(squaredDistances(embeddings, this.means.read() as Tensor2D), -0.5);
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
    const own = mul(scores, oneHot);
    const logits = add(scores, mul(own, this.options.margin)) as Tensor2D;
    return sub(crossEntropyFromLogits(logits, oneHot), mul(sum(own, 1), this.options.likelihood));
  }
}
serialization.registerClass(MyLossHead);
