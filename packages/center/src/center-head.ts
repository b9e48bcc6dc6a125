import {type HeadConfig, LossHead, type Remembered} from '@isomargin/core';
import {
  argMax,
  clone,
  serialization,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  transpose,
} from '@tensorflow/tfjs-core';
import {initializers, type LayerVariable} from '@tensorflow/tfjs-layers';
import {joinedLoss, logits} from './center-loss.js';
import {moveCenters} from './moved-centers.js';
import {centerOptions} from './options.js';
import {rowsAt} from './own-rows.js';

type CenterOptions = typeof centerOptions;

/**
 * Center loss (Wen, Zhang, Li, Qiao: A Discriminative Feature Learning Approach for Deep Face Recognition, ECCV 2016) as the
 * last layer of a model. Its scores [batch, classes] are the logits.
 *
 * Weights: kernel [d, classes] and centers [classes, d] (Glorot uniform), bias [classes] (0). With `centers: 'rule'` the
 * centres are no trainable weight: the loss of a training step moves them, once, after it has used them; a loss by hand
 * moves them if the scores come from `head.apply(embeddings, {training: true})`. A head with `trainable: false`
 * leaves them where they are.
 */
export class CenterHead extends LossHead<CenterOptions> {
  /** @nocollapse */
  static readonly className = 'IsomarginCenter';
  private kernel!: LayerVariable;
  private bias: LayerVariable | undefined;
  private centerWeights!: LayerVariable;
  /** Scores whose embeddings have moved the centres: a metric may ask for the loss of a step again. */
  private readonly used = new WeakSet<Tensor>();

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<CenterOptions>) {
    super('center', centerOptions, config);
  }

  /**
   * The centres as they are now, [classes, d]. The caller disposes the tensor.
   *
   * @throws Error before the head is part of a model
   */
  centers(): Tensor2D {
    if (!this.built) throw new Error('center: the head has no centres before it is part of a model.');
    return clone(this.centerWeights.read() as Tensor2D);
  }

  protected override get needsEmbeddings(): boolean {
    return true;
  }

  protected override buildWeights(dimension: number): void {
    const {centers, seed, useBias} = this.options;
    const glorot = (by: number): ReturnType<typeof initializers.glorotUniform> =>
      initializers.glorotUniform({seed: seed === undefined ? undefined : seed + by});
    this.kernel = this.addWeight('kernel', [dimension, this.classes], 'float32', glorot(0), undefined, true);
    if (useBias) {
      this.bias = this.addWeight('bias', [this.classes], 'float32', initializers.zeros(), undefined, true);
    }
    this.centerWeights = this.addWeight(
      'centers',
      [this.classes, dimension],
      'float32',
      glorot(1),
      undefined,
      centers === 'trainable',
    );
  }

  protected override decayedWeights(): Tensor[] {
    return [this.kernel.read()];
  }

  protected override scoresOf(embeddings: Tensor2D): Tensor2D {
    return logits(embeddings, this.kernel.read() as Tensor2D, this.bias?.read() as Tensor1D | undefined);
  }

  protected override get trainsProbabilities(): boolean {
    return true;
  }

  protected override vectorsOfClasses(): Tensor2D {
    return transpose(this.kernel.read() as Tensor2D);
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D, recall: () => Remembered): Tensor1D {
    const {embeddings, training} = recall();
    const {centerRate, centers: mode, centerWeight} = this.options;
    const classOf = argMax(oneHot, 1) as Tensor1D;
    const centers = this.centerWeights.read() as Tensor2D;
    const ownCenters = rowsAt(centers, classOf);
    const losses = joinedLoss(scores, oneHot, embeddings, ownCenters, centerWeight);
    if (mode === 'rule' && training && this.trainable && !this.used.has(scores)) {
      this.used.add(scores);
      this.centerWeights.write(moveCenters(centers, ownCenters, embeddings, oneHot, classOf, centerRate));
    }
    return losses;
  }
}
serialization.registerClass(CenterHead);
