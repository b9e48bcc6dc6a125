import {
  Annealing,
  type HeadConfig,
  LossHead,
  normalizeRows,
  projections,
  type Remembered,
} from '@isomargin/core';
import {
  type Scalar,
  scalar,
  serialization,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import {initializers, type LayerVariable} from '@tensorflow/tfjs-layers';
import {spherefaceOptions} from './options.js';
import {lossOfScores} from './sphereface-loss.js';

type SpherefaceOptions = typeof spherefaceOptions;

/**
 * SphereFace as the last layer. Its scores are ‖f‖ cos θ_j [batch, classes], without the margin, which the loss alone
 * applies.
 *
 * Weights: kernel [d, classes] (Glorot uniform), of which only the columns' directions count; with annealing, the scalar `steps`, how
 * many training steps there have been, which is no trainable weight and is saved with the model. The loss of a training step counts
 * it, once.
 */
export class SpherefaceHead extends LossHead<SpherefaceOptions> {
  /** @nocollapse */
  static readonly className = 'IsomarginSphereface';
  private kernel!: LayerVariable;
  private annealing: Annealing | undefined;

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<SpherefaceOptions>) {
    super('sphereface', spherefaceOptions, config);
  }

  /**
   * λ as the next step will use it.
   *
   * @throws Error before the head is part of a model
   */
  get cosineWeight(): number {
    if (!this.built) {
      throw new Error('sphereface: the head has counted no steps before it is part of a model.');
    }
    return tidy(() => this.currentCosineWeight()?.dataSync()[0] ?? 0);
  }

  /** The margin is one of the angle, and scores tell it only together with the embedding's norm. */
  protected override get needsEmbeddings(): boolean {
    return true;
  }

  protected override buildWeights(dimension: number): void {
    const glorot = initializers.glorotUniform({seed: this.options.seed});
    this.kernel = this.addWeight('kernel', [dimension, this.classes], 'float32', glorot, undefined, true);
    if (this.options.annealing === 'falling') {
      const steps = this.addWeight('steps', [], 'float32', initializers.zeros(), undefined, false);
      this.annealing = new Annealing(steps, this.options, this.options.lambda);
    }
  }

  protected override decayedWeights(): Tensor[] {
    return [this.kernel.read()];
  }

  protected override scoresOf(embeddings: Tensor2D): Tensor2D {
    return projections(embeddings, this.kernel.read() as Tensor2D);
  }

  protected override get trainsProbabilities(): boolean {
    return true;
  }

  protected override vectorsOfClasses(): Tensor2D {
    return normalizeRows(transpose(this.kernel.read() as Tensor2D));
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D, recall: () => Remembered): Tensor1D {
    const {embeddings, training} = recall();
    const losses = lossOfScores(scores, embeddings, oneHot, this.options.m, this.currentCosineWeight());
    if (training && this.trainable) this.annealing?.count(scores);
    return losses;
  }

  private currentCosineWeight(): Scalar | undefined {
    const {lambda} = this.options;
    return this.annealing?.cosineWeight() ?? (lambda === 0 ? undefined : scalar(lambda));
  }
}
serialization.registerClass(SpherefaceHead);
