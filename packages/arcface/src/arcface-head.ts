import {type HeadConfig, LossHead, normalizeRows} from '@isomargin/core';
import {serialization, type Tensor, type Tensor1D, type Tensor2D, transpose} from '@tensorflow/tfjs-core';
import {initializers, type LayerVariable} from '@tensorflow/tfjs-layers';
import {lossOfScores, scoresFor} from './arcface-loss.js';
import {arcfaceOptions} from './options.js';

type ArcfaceOptions = typeof arcfaceOptions;

/**
 * ArcFace as the last layer. Its scores are s cos θ_j [batch, classes] to the nearest sub-centre of each class, without the
 * margin, which the loss alone applies. Weight: kernel [d, subcenters · classes] (Glorot uniform), of which only the
 * columns' directions count; column t · classes + j is sub-centre t of class j.
 */
export class ArcfaceHead extends LossHead<ArcfaceOptions> {
  /** @nocollapse */
  static readonly className = 'IsomarginArcface';
  private kernel!: LayerVariable;

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<ArcfaceOptions>) {
    super('arcface', arcfaceOptions, config);
  }

  protected override buildWeights(dimension: number): void {
    const shape = [dimension, this.options.subcenters * this.classes];
    const glorot = initializers.glorotUniform({seed: this.options.seed});
    this.kernel = this.addWeight('kernel', shape, 'float32', glorot, undefined, true);
  }

  protected override decayedWeights(): Tensor[] {
    return [this.kernel.read()];
  }

  protected override scoresOf(embeddings: Tensor2D): Tensor2D {
    const {scale, subcenters} = this.options;
    return scoresFor(embeddings, this.kernel.read() as Tensor2D, scale, subcenters);
  }

  protected override get trainsProbabilities(): boolean {
    return true;
  }

  protected override vectorsOfClasses(): Tensor2D {
    return normalizeRows(transpose(this.kernel.read() as Tensor2D));
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
    return lossOfScores(scores, oneHot, this.options);
  }
}
serialization.registerClass(ArcfaceHead);
