import {type HeadConfig, LossHead} from '@isomargin/core';
import {
  add,
  type DataId,
  div,
  exp,
  mul,
  onesLike,
  type Scalar,
  serialization,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import {initializers, type LayerVariable} from '@tensorflow/tfjs-layers';
import {affinities} from './affinities.js';
import {embeddingSpread, meanSquaredDistanceBetween, unless} from './calibrate.js';
import {diversity} from './diversity.js';
import {marginLoss} from './margin-loss.js';
import {affinityOptions, withPreset} from './options.js';
import {scaled} from './scaled.js';
import {StartingPrototypes} from './start.js';

type AffinityOptions = typeof affinityOptions;

/** The automatic σ, as a share of the mean squared distance between embeddings and prototypes. */
const SHARE_OF_DISTANCE = 0.5;

/**
 * The affinity loss (Hayat, Khan, Zamir, Shen, Shao: Gaussian Affinity for Max-margin Class Imbalanced Learning, ICCV
 * 2019) as the last layer of a model. Its scores [batch, classes] are the affinities to the classes, in [0, 1]; the
 * diversity regularizer is a loss of the layer, which `fit` adds.
 *
 * Weights: `prototypes` [prototypesPerClass · classes, d] in units of `unit`; the scalars `unit` and `sigma`, set by
 * the first training batch of more than one example, and `calibrated`, which tells whether that has happened; with sigma
 * 'trainable' also `logSigma`, the logarithm of the learned factor on sigma.
 */
export class AffinityHead extends LossHead<AffinityOptions> {
  /** @nocollapse */
  static readonly className = 'IsomarginAffinity';
  private stored!: LayerVariable;
  private unit!: LayerVariable;
  private width!: LayerVariable;
  private calibrated!: LayerVariable;
  private logSigma: LayerVariable | undefined;
  /** The data of `calibrated` when it was last seen to be 1: other data were written by somebody else, unread. */
  private knownFlag: DataId | undefined;

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<AffinityOptions>) {
    super('affinity', affinityOptions, withPreset(config));
  }

  /**
   * The prototypes in embedding units, [prototypesPerClass · classes, d]: first one of every class, then the next of
   * every class. The caller disposes the tensor.
   *
   * @throws Error before the head is part of a model
   */
  prototypes(): Tensor2D {
    this.checkBuilt();
    return tidy(() => this.currentPrototypes());
  }

  /**
   * σ as it is now, in squared embedding units.
   *
   * @throws Error before the head is part of a model
   */
  get sigma(): number {
    this.checkBuilt();
    const factor = this.logSigma === undefined ? 1 : Math.exp(this.logSigma.read().dataSync()[0]!);
    return this.width.read().dataSync()[0]! * factor;
  }

  protected override buildWeights(dimension: number): void {
    const {diversityPairs, prototypesPerClass, prototypeStep, radius, seed, sigma, start} = this.options;
    const shape = [prototypesPerClass * this.classes, dimension];
    // Until a training batch has been seen: embeddings with variance 1, as after batch normalisation.
    const startRadius = start === 'normal' ? Math.SQRT2 : radius === 'auto' ? Math.sqrt(dimension) : radius;
    const placed = new StartingPrototypes({
      radius: startRadius / prototypeStep,
      perClass: prototypesPerClass,
      clustered: diversityPairs !== 'all',
      seed,
    });
    const drawn = initializers.randomNormal({
      mean: 0,
      stddev: Math.sqrt(2 / dimension) / prototypeStep,
      seed,
    });
    const initializer = start === 'simplex' ? placed : drawn;
    this.stored = this.addWeight('prototypes', shape, 'float32', initializer, undefined, true);
    const constant = (name: string, value: number): LayerVariable =>
      this.addWeight(name, [], 'float32', initializers.constant({value}), undefined, false);
    this.unit = constant('unit', prototypeStep);
    this.width = constant(
      'sigma',
      typeof sigma === 'number' ? sigma : SHARE_OF_DISTANCE * (dimension + startRadius ** 2),
    );
    this.calibrated = constant('calibrated', 0);
    if (sigma === 'trainable') {
      this.logSigma = this.addWeight('logSigma', [], 'float32', initializers.zeros(), undefined, true);
    }
    const {diversityWeight, diversityScale} = this.options;
    if (diversityWeight > 0) {
      this.addLoss(() =>
        tidy(() => {
          const spread = diversity(
            this.currentPrototypes(),
            prototypesPerClass,
            diversityPairs,
            diversityScale,
          );
          return diversityWeight === 1 ? spread : mul(spread, diversityWeight);
        }),
      );
    }
  }

  protected override decayedWeights(): Tensor[] {
    return [this.currentPrototypes()];
  }

  protected override scoresOf(embeddings: Tensor2D, training: boolean): Tensor2D {
    // Not a field that remembers it: `setWeights` may bring back weights from before, or those of another model.
    if (training && embeddings.shape[0] > 1 && this.calibrated.read().dataId !== this.knownFlag) {
      this.calibrate(embeddings);
      this.knownFlag = this.calibrated.read().dataId;
    }
    const {prototypesPerClass} = this.options;
    const prototypes = this.currentPrototypes();
    const width = this.width.read() as Scalar;
    if (this.logSigma === undefined) return affinities(embeddings, prototypes, width, prototypesPerClass);
    // Dividing both sides by a factor's root multiplies σ by the factor, and carries the gradient to it cheaply.
    const shrink = exp(mul(this.logSigma.read(), -0.5)) as Scalar;
    return affinities(mul(embeddings, shrink), mul(prototypes, shrink), width, prototypesPerClass);
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
    return marginLoss(scores, oneHot, this.options.margin);
  }

  private currentPrototypes(): Tensor2D {
    return scaled(this.stored.read() as Tensor2D, this.unit.read() as Scalar);
  }

  /**
   * Places the prototypes where the embeddings are and takes σ from the distances between them, unless a loaded model
   * has done so before.
   */
  private calibrate(embeddings: Tensor2D): void {
    const {prototypeStep, radius, sigma, start} = this.options;
    const flag = this.calibrated.read() as Scalar;
    if (start === 'simplex') {
      const {centre, deviation} = embeddingSpread(embeddings);
      const unit = mul(deviation, prototypeStep) as Scalar;
      const before = this.stored.read() as Tensor2D;
      const vertices = radius === 'auto' ? before : (div(before, deviation) as Tensor2D);
      this.stored.write(unless(flag, before, add(vertices, div(centre, unit)) as Tensor2D));
      this.unit.write(unless(flag, this.unit.read() as Scalar, unit));
    }
    if (typeof sigma !== 'number') {
      const distance = meanSquaredDistanceBetween(embeddings, this.currentPrototypes());
      const measured = mul(distance, SHARE_OF_DISTANCE) as Scalar;
      this.width.write(unless(flag, this.width.read() as Scalar, measured));
    }
    this.calibrated.write(onesLike(flag));
  }

  private checkBuilt(): void {
    if (!this.built) throw new Error('affinity: the head has no prototypes before it is part of a model.');
  }
}
serialization.registerClass(AffinityHead);
