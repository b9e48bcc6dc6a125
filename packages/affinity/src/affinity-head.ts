import {type HeadConfig, LossHead} from '@isomargin/core';
import {
  add,
  type DataId,
  div,
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
import {affinities, affinitiesOfWidths, widthFactors} from './affinities.js';
import {
  embeddingSpread,
  meanSquaredDistanceBetween,
  SHARE_OF_DISTANCE,
  SHARE_OF_SPREAD,
  unless,
} from './calibrate.js';
import type {AffinityChoices} from './choices.js';
import {type ClassCounts, CountedLabels, checkCounts, GivenCounts} from './class-balance.js';
import {affordablePoints, ClassSample} from './class-sample.js';
import {marginTerms} from './margin-loss.js';
import {numbersOf} from './numbers-of.js';
import {affinityOptions, withPreset} from './options.js';
import {regularizer} from './regularizer.js';
import {scaled} from './scaled.js';
import {StartingPrototypes} from './start.js';

type AffinityOptions = typeof affinityOptions;

const numberIn = (variable: LayerVariable): number => numbersOf(variable.read())[0]!;

/**
 * The affinity loss (Hayat, Khan, Zamir, Shen, Shao: Gaussian Affinity for Max-margin Class Imbalanced Learning, ICCV
 * 2019) as the last layer of a model. Its scores [batch, classes] are the affinities to the classes, in [0, 1]; the
 * diversity regularizer is a loss of the layer, which `fit` adds.
 *
 * Weights: `prototypes` [prototypesPerClass · classes, d] in units of `unit`; the scalars `unit` and `sigma`, set by
 * the first training batch of more than one example, and `calibrated`, which tells whether that has happened; with sigma
 * 'trainable' also `logSigma` [classes], of which each class's learned factor on sigma is a function; with classCounts 'auto'
 * `classCounts` [classes], how many labels of each class training batches had.
 */
export class AffinityHead extends LossHead<AffinityOptions> {
  /** @nocollapse */
  static readonly className = 'IsomarginAffinity';
  private stored!: LayerVariable;
  private unit!: LayerVariable;
  private width!: LayerVariable;
  private calibrated!: LayerVariable;
  private logSigma: LayerVariable | undefined;
  private startRadius!: number;
  private classesInStep!: number;
  private counts: ClassCounts | undefined;
  /** The data of `calibrated` when it was last seen to be 1: other data were written by somebody else, unread. */
  private knownFlag: DataId | undefined;

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<AffinityOptions>) {
    super('affinity', affinityOptions, withPreset(config));
    const {classCounts, prototypesPerClass} = this.options;
    // Drawn here, so that it can be read, and is saved.
    (this.options as {seed?: number}).seed ??= 1 + Math.floor(Math.random() * 2 ** 31);
    if (typeof classCounts !== 'object') return;
    checkCounts('affinity', classCounts, this.classes, prototypesPerClass);
    this.counts = new GivenCounts(classCounts, this.options);
  }

  /** What tfjs calls to make a head from a saved configuration; one from before heads counted classes has no counts. */
  static override fromConfig<T extends serialization.Serializable>(
    cls: serialization.SerializableConstructor<T>,
    config: serialization.ConfigDict,
  ): T {
    return LossHead.fromConfig(cls, {classCounts: 'none', ...config});
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
   * σ as it was given or found, in squared embedding units; with sigma 'trainable' that from which the classes' own begin.
   *
   * @throws Error before the head is part of a model
   */
  get sigma(): number {
    this.checkBuilt();
    return numberIn(this.width);
  }

  /**
   * σ of each class as it is now, in squared embedding units: the same for all but with sigma 'trainable'.
   *
   * @throws Error before the head is part of a model
   */
  get sigmas(): number[] {
    const {sigma, logSigma} = this;
    return logSigma === undefined
      ? Array<number>(this.classes).fill(sigma)
      : tidy(() => numbersOf(mul(widthFactors(logSigma.read() as Tensor1D), sigma)));
  }

  /**
   * Examples of each class that margins and weights go by: those given, or with classCounts 'auto' labels of training batches so
   * far, of the first 32 and then of every fourth. Undefined with 'none'.
   *
   * @throws Error before the head is part of a model
   */
  get classCounts(): number[] | undefined {
    this.checkBuilt();
    return this.counts?.read();
  }

  /**
   * What the head has chosen by itself so far. All of it is in weights or options and so saved with the model; `explainChoices` puts it
   * into words.
   *
   * @throws Error before the head is part of a model
   */
  get choices(): AffinityChoices {
    const {sigma, classCounts} = this;
    const {prototypeStep, radius, seed} = this.options;
    const balance = tidy(() => this.counts?.balance());
    const unit = radius === 'auto' ? numberIn(this.unit) / prototypeStep : 1;
    return {
      placed: numberIn(this.calibrated) === 1,
      sigma,
      radius: this.startRadius * unit,
      diversityClasses: this.classesInStep,
      seed: seed!,
      classCounts,
      countWeights: balance && numbersOf(balance.weights),
      countOffsets: balance?.offsets && numbersOf(balance.offsets),
    };
  }

  protected override buildWeights(dimension: number): void {
    const {diversityPairs, prototypesPerClass, prototypeStep, radius, seed, sigma, start} = this.options;
    const shape = [prototypesPerClass * this.classes, dimension];
    // Until a training batch has been seen: embeddings with variance 1, as after batch normalisation.
    this.startRadius =
      start === 'normal' ? Math.SQRT2 : radius === 'auto' ? SHARE_OF_SPREAD * Math.sqrt(dimension) : radius;
    const placed = new StartingPrototypes({
      radius: this.startRadius / prototypeStep,
      perClass: prototypesPerClass,
      clustered: diversityPairs !== 'all',
      seed: seed!,
    });
    const drawn = initializers.randomNormal({
      mean: 0,
      stddev: Math.sqrt(2 / dimension) / prototypeStep,
      seed: seed || 0.5, // TensorFlow.js takes 0 for none.
    });
    const initializer = start === 'simplex' ? placed : drawn;
    this.stored = this.addWeight('prototypes', shape, 'float32', initializer, undefined, true);
    const constant = (name: string, value: number): LayerVariable =>
      this.addWeight(name, [], 'float32', initializers.constant({value}), undefined, false);
    this.unit = constant('unit', prototypeStep);
    this.width = constant(
      'sigma',
      typeof sigma === 'number' ? sigma : SHARE_OF_DISTANCE * (dimension + this.startRadius ** 2),
    );
    this.calibrated = constant('calibrated', 0);
    if (sigma === 'trainable') {
      this.logSigma = this.addWeight(
        'logSigma',
        [this.classes],
        'float32',
        initializers.zeros(),
        undefined,
        true,
      );
    }
    if (this.options.classCounts === 'auto') {
      const zeros = initializers.zeros();
      const counts = this.addWeight('classCounts', [this.classes], 'float32', zeros, undefined, false);
      this.counts = new CountedLabels(counts, this.options);
    }
    const sample = this.classSample(dimension);
    this.classesInStep = sample?.size ?? this.classes;
    if (this.options.diversityWeight > 0) {
      this.addLoss(() =>
        tidy(() => {
          const [stored, unit] = [this.stored.read() as Tensor2D, this.unit.read() as Scalar];
          return regularizer(stored, unit, this.options, sample?.next());
        }),
      );
    }
  }

  /** Draws the classes that the regularizer looks at; nothing where it looks at all of them. */
  private classSample(dimension: number): ClassSample | undefined {
    const {diversityClasses, diversityPairs, prototypesPerClass, seed} = this.options;
    if (diversityClasses === 'all') return undefined;
    const points = diversityPairs === 'class-means' ? 1 : prototypesPerClass;
    const size =
      diversityClasses === 'auto'
        ? affordablePoints(this.classes * points, dimension) / points
        : diversityClasses;
    return size < this.classes
      ? new ClassSample(this.classes, Math.max(2, Math.ceil(size)), seed!)
      : undefined;
  }

  protected override vectorsOfClasses(): Tensor2D {
    return this.currentPrototypes();
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
    const scores = this.affinitiesTo(embeddings);
    if (training && this.trainable && this.counts instanceof CountedLabels) this.counts.expect(scores);
    return scores;
  }

  private affinitiesTo(embeddings: Tensor2D): Tensor2D {
    const {prototypesPerClass} = this.options;
    const [stored, unit, width] = [this.stored, this.unit, this.width].map((one) => one.read());
    const found = affinities(
      embeddings,
      stored as Tensor2D,
      width as Scalar,
      prototypesPerClass,
      unit as Scalar,
      this.logSigma !== undefined,
    );
    return this.logSigma === undefined ? found : affinitiesOfWidths(found, this.logSigma.read() as Tensor1D);
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
    const losses = marginTerms(scores, oneHot, this.options.margin, this.counts?.balance());
    // Afterwards: the loss of a batch does not depend on its own counts.
    if (this.counts instanceof CountedLabels) this.counts.count(scores, oneHot);
    return losses;
  }

  override dispose(): ReturnType<LossHead['dispose']> {
    const result = super.dispose();
    if (result.refCountAfterDispose === 0) this.counts?.dispose();
    return result;
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
