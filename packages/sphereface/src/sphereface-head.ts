import {type HeadConfig, LossHead, projections, type Remembered} from '@isomargin/core';
import {serialization, type Tensor, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';
import {initializers, type LayerVariable} from '@tensorflow/tfjs-layers';
import {spherefaceOptions} from './options.js';
import {lossOfScores} from './sphereface-loss.js';

type SpherefaceOptions = typeof spherefaceOptions;

/**
 * SphereFace as the last layer. Its scores are ‖f‖ cos θ_j [batch, classes], without the margin, which the loss alone
 * applies. Weight: kernel [d, classes] (Glorot uniform), of which only the columns' directions count.
 */
export class SpherefaceHead extends LossHead<SpherefaceOptions> {
  /** @nocollapse */
  static readonly className = 'IsomarginSphereface';
  private kernel!: LayerVariable;

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<SpherefaceOptions>) {
    super('sphereface', spherefaceOptions, config);
  }

  /** The margin is one of the angle, and scores tell it only together with the embedding's norm. */
  protected override get needsEmbeddings(): boolean {
    return true;
  }

  protected override buildWeights(dimension: number): void {
    const glorot = initializers.glorotUniform({seed: this.options.seed});
    this.kernel = this.addWeight('kernel', [dimension, this.classes], 'float32', glorot, undefined, true);
  }

  protected override decayedWeights(): Tensor[] {
    return [this.kernel.read()];
  }

  protected override scoresOf(embeddings: Tensor2D): Tensor2D {
    return projections(embeddings, this.kernel.read() as Tensor2D);
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D, recall: () => Remembered): Tensor1D {
    return lossOfScores(scores, recall().embeddings, oneHot, this.options);
  }
}
serialization.registerClass(SpherefaceHead);
