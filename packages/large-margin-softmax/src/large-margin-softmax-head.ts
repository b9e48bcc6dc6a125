import {Annealing, crossEntropyFromLogits, type HeadConfig, LossHead, type Remembered} from '@isomargin/core';
import {
  clone,
  matMul,
  type Scalar,
  scalar,
  serialization,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import {initializers, type LayerVariable} from '@tensorflow/tfjs-layers';
import {marginCrossEntropy} from './large-margin.js';
import {largeMarginSoftmaxOptions} from './options.js';

type LargeMarginSoftmaxOptions = typeof largeMarginSoftmaxOptions;

/**
 * Large-margin softmax (Liu, Wen, Yu, Yang: Large-Margin Softmax Loss for Convolutional Neural Networks, ICML 2016) as the last
 * layer of a model. Its scores [batch, classes] are the products f·w_j, without margin.
 *
 * Weights: kernel [classes, d] (Glorot uniform); with annealing, the scalar `steps`, how many training steps there have been,
 * which is no trainable weight and is saved with the model. The loss of a training step counts it, once.
 */
export class LargeMarginSoftmaxHead extends LossHead<LargeMarginSoftmaxOptions> {
  /** @nocollapse */
  static readonly className = 'IsomarginLargeMarginSoftmax';
  private kernel!: LayerVariable;
  private annealing: Annealing | undefined;

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<LargeMarginSoftmaxOptions>) {
    super('large-margin-softmax', largeMarginSoftmaxOptions, config);
  }

  /**
   * λ as the next step will use it.
   *
   * @throws Error before the head is part of a model
   */
  get cosineWeight(): number {
    if (!this.built) {
      throw new Error('large-margin-softmax: the head has counted no steps before it is part of a model.');
    }
    return tidy(() => this.currentCosineWeight().dataSync()[0]!);
  }

  protected override get needsEmbeddings(): boolean {
    return this.options.m > 1;
  }

  protected override buildWeights(dimension: number): void {
    const {annealing, annealingEnd, seed} = this.options;
    const shape = [this.classes, dimension];
    const glorot = initializers.glorotUniform({seed});
    this.kernel = this.addWeight('kernel', shape, 'float32', glorot, undefined, true);
    if (annealing === 'falling') {
      const steps = this.addWeight('steps', [], 'float32', initializers.zeros(), undefined, false);
      this.annealing = new Annealing(steps, this.options, annealingEnd);
    }
  }

  protected override decayedWeights(): Tensor[] {
    return [this.kernel.read()];
  }

  protected override scoresOf(embeddings: Tensor2D): Tensor2D {
    return matMul(embeddings, this.kernel.read(), false, true) as Tensor2D;
  }

  protected override get trainsProbabilities(): boolean {
    return true;
  }

  protected override vectorsOfClasses(): Tensor2D {
    return clone(this.kernel.read() as Tensor2D);
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D, recall: () => Remembered): Tensor1D {
    const {m} = this.options;
    if (m === 1) return crossEntropyFromLogits(scores, oneHot);
    const {embeddings, training} = recall();
    const kernel = this.kernel.read() as Tensor2D;
    const cosineWeight = this.currentCosineWeight();
    const losses = marginCrossEntropy(scores, oneHot, embeddings, kernel, m, cosineWeight);
    if (training && this.trainable) this.annealing?.count(scores);
    return losses;
  }

  private currentCosineWeight(): Scalar {
    return this.annealing?.cosineWeight() ?? scalar(0);
  }
}
serialization.registerClass(LargeMarginSoftmaxHead);
