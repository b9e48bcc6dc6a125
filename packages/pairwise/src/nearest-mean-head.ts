import {
  LossHead,
  nearestMeanScores,
  type Option,
  type OptionSet,
  type Remembered,
  rowsOfLength,
} from '@isomargin/core';
import {
  clone,
  mul,
  reshape,
  step,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  zeros,
} from '@tensorflow/tfjs-core';
import {initializers, type LayerVariable} from '@tensorflow/tfjs-layers';
import {classesOf} from './membership.js';
import {movedMeans} from './moved-means.js';

/** What the head needs of its loss's options. */
interface MeanOptions extends OptionSet {
  readonly meanWindow: Option<number>;
  readonly normalize: Option<boolean>;
}

/** Taken off the score of a class that has not been seen: more than squared distances of any use. */
const UNSEEN = 1e30;

/**
 * A head for losses that have no class scores: its scores [batch, classes] are −‖f − c_j‖² for the means c_j of the classes'
 * training embeddings (of length 1 where the loss normalises). The loss of a training step moves the means, once;
 * `evaluate`, validation and `predict` never do, nor does a head with `trainable: false`. A class that has not been seen in
 * training scores about −1e30.
 *
 * Weights, none of them trainable: means [classes, d] and counts [classes] (0).
 */
export abstract class NearestMeanHead<S extends MeanOptions = MeanOptions> extends LossHead<S> {
  private meanWeights!: LayerVariable;
  private counts!: LayerVariable;
  /** Scores whose embeddings have moved the means: a metric may ask for the loss of a step again. */
  private readonly used = new WeakSet<Tensor>();

  /**
   * The class means as they are now, [classes, d], zeros for classes that have not been seen. The caller disposes the
   * tensor.
   *
   * @throws Error before the head is part of a model
   */
  means(): Tensor2D {
    if (!this.built) throw new Error(`${this.owner}: the head has no means before it is part of a model.`);
    return clone(this.meanWeights.read() as Tensor2D);
  }

  /** Per-example losses [batch] of embeddings [batch, d] of these classes [batch], without class weights. */
  protected abstract lossOfEmbeddings(embeddings: Tensor2D, classOf: Int32Array): Tensor1D;

  protected override get needsEmbeddings(): boolean {
    return true;
  }

  protected override buildWeights(dimension: number): void {
    const zero = (name: string, shape: number[]): LayerVariable =>
      this.addWeight(name, shape, 'float32', initializers.zeros(), undefined, false);
    this.meanWeights = zero('means', [this.classes, dimension]);
    this.counts = zero('counts', [this.classes]);
  }

  /** No weight is trained, so none decays. */
  protected override decayedWeights(): Tensor[] {
    return [zeros([1])];
  }

  protected override scoresOf(embeddings: Tensor2D): Tensor2D {
    const scores = nearestMeanScores(this.placed(embeddings), this.meanWeights.read() as Tensor2D);
    const unseen = sub(1, step(this.counts.read()));
    return sub(scores, mul(reshape(unseen, [1, -1]), UNSEEN));
  }

  protected override vectorsOfClasses(): Tensor2D {
    return clone(this.meanWeights.read() as Tensor2D);
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D, recall: () => Remembered): Tensor1D {
    const {embeddings, training} = recall();
    if (training && this.trainable && !this.used.has(scores)) {
      this.used.add(scores);
      this.moveMeans(embeddings, oneHot);
    }
    return this.lossOfEmbeddings(embeddings, classesOf(oneHot));
  }

  private moveMeans(embeddings: Tensor2D, oneHot: Tensor2D): void {
    const state = {means: this.meanWeights.read() as Tensor2D, counts: this.counts.read() as Tensor1D};
    const window = this.options.meanWindow as number;
    const {means, counts} = movedMeans(state, this.placed(embeddings), oneHot, window);
    this.meanWeights.write(means);
    this.counts.write(counts);
  }

  /** The embeddings where the loss measures them. */
  private placed(embeddings: Tensor2D): Tensor2D {
    return this.options.normalize ? rowsOfLength(embeddings, 1) : embeddings;
  }
}
