import {crossEntropyFromLogits, type HeadConfig, LossHead, type Remembered} from '@isomargin/core';
import {
  add,
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
import {cosineWeightAt} from './annealing.js';
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
  private steps: LayerVariable | undefined;
  /** Scores whose step is counted: a metric may ask for the loss of a step again. */
  private readonly counted = new WeakSet<Tensor>();

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
    const {annealing, seed} = this.options;
    const shape = [this.classes, dimension];
    const glorot = initializers.glorotUniform({seed});
    this.kernel = this.addWeight('kernel', shape, 'float32', glorot, undefined, true);
    if (annealing === 'falling') {
      this.steps = this.addWeight('steps', [], 'float32', initializers.zeros(), undefined, false);
    }
  }

  protected override decayedWeights(): Tensor[] {
    return [this.kernel.read()];
  }

  protected override scoresOf(embeddings: Tensor2D): Tensor2D {
    return matMul(embeddings, this.kernel.read(), false, true) as Tensor2D;
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D, recall: () => Remembered): Tensor1D {
    const {m} = this.options;
    if (m === 1) return crossEntropyFromLogits(scores, oneHot);
    const {embeddings, training} = recall();
    const kernel = this.kernel.read() as Tensor2D;
    const cosineWeight = this.currentCosineWeight();
    const losses = marginCrossEntropy(scores, oneHot, embeddings, kernel, m, cosineWeight);
    if (this.steps !== undefined && training && this.trainable && !this.counted.has(scores)) {
      this.counted.add(scores);
      this.steps.write(add(this.steps.read(), 1));
    }
    return losses;
  }

  private currentCosineWeight(): Scalar {
    if (this.steps === undefined) return scalar(0);
    const {annealingStart, annealingRate, annealingPower, annealingEnd} = this.options;
    return cosineWeightAt(this.steps.read() as Scalar, {
      start: annealingStart,
      rate: annealingRate,
      power: annealingPower,
      end: annealingEnd,
    });
  }
}
serialization.registerClass(LargeMarginSoftmaxHead);
