import type {HeadConfig} from '@isomargin/core';
import {serialization, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';
import {NearestMeanHead} from './nearest-mean-head.js';
import {tripletOptions} from './options.js';
import {tripletOf} from './triplet-loss.js';

/**
 * Triplet loss (Schroff, Kalenichenko, Philbin 2015; Hermans, Beyer, Leibe 2017) over triplets of the batch as the last layer of a
 * model. Its scores [batch, classes] are minus the squared distances to the means of the classes' training embeddings.
 */
export class TripletHead extends NearestMeanHead<typeof tripletOptions> {
  /** @nocollapse */
  static readonly className = 'IsomarginTriplet';

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<typeof tripletOptions>) {
    super('triplet', tripletOptions, config);
  }

  protected override lossOfEmbeddings(embeddings: Tensor2D, classOf: Int32Array): Tensor1D {
    return tripletOf(embeddings, classOf, this.options);
  }
}
serialization.registerClass(TripletHead);
