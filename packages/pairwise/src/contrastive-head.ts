import type {HeadConfig} from '@isomargin/core';
import {serialization, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';
import {contrastiveOf} from './contrastive-loss.js';
import {NearestMeanHead} from './nearest-mean-head.js';
import {contrastiveOptions} from './options.js';

/**
 * Contrastive loss (Hadsell, Chopra, LeCun 2006) over all pairs of a batch as the last layer of a model. Its scores
 * [batch, classes] are minus the squared distances to the means of the classes' training embeddings.
 */
export class ContrastiveHead extends NearestMeanHead<typeof contrastiveOptions> {
  /** @nocollapse */
  static readonly className = 'IsomarginContrastive';

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<typeof contrastiveOptions>) {
    super('contrastive', contrastiveOptions, config);
  }

  protected override lossOfEmbeddings(embeddings: Tensor2D, classOf: Int32Array): Tensor1D {
    return contrastiveOf(embeddings, classOf, this.options);
  }
}
serialization.registerClass(ContrastiveHead);
