import {cosineScores, type HeadConfig, LossHead, normalizeRows} from '@isomargin/core';
import {serialization, type Tensor, type Tensor1D, type Tensor2D, transpose} from '@tensorflow/tfjs-core';
import {initializers, type LayerVariable} from '@tensorflow/tfjs-layers';
import {lossOfScores} from './cosface-loss.js';
import {cosfaceOptions} from './options.js';

type CosfaceOptions = typeof cosfaceOptions;

/**
 * CosFace as the last layer. Its scores are s cos θ_j [batch, classes], without the margin, which the loss alone
 * applies. Weight: kernel [d, classes] (Glorot uniform), of which only the columns' directions count.
 */
export class CosfaceHead extends LossHead<CosfaceOptions> {
  /** @nocollapse */
  static readonly className = 'IsomarginCosface';
  private kernel!: LayerVariable;

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<CosfaceOptions>) {
    super('cosface', cosfaceOptions, config);
  }

  protected override buildWeights(dimension: number): void {
    const glorot = initializers.glorotUniform({seed: this.options.seed});
    this.kernel = this.addWeight('kernel', [dimension, this.classes], 'float32', glorot, undefined, true);
  }

  protected override decayedWeights(): Tensor[] {
    return [this.kernel.read()];
  }

  protected override scoresOf(embeddings: Tensor2D): Tensor2D {
    return cosineScores(embeddings, this.kernel.read() as Tensor2D, this.options.scale);
  }

  protected override get trainsProbabilities(): boolean {
    return true;
  }

  protected override vectorsOfClasses(): Tensor2D {
    return normalizeRows(transpose(this.kernel.read() as Tensor2D));
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
    return lossOfScores(scores, oneHot, this.options.scale * this.options.margin);
  }
}
serialization.registerClass(CosfaceHead);
