/** What a head has chosen by itself so far, or was given: the values that it computes with. */
export interface AffinityChoices {
  /** Whether a training batch of more than one example has been seen. Until then σ and radius are those of embeddings of variance 1. */
  readonly placed: boolean;
  /** σ, in squared embedding units; with sigma 'trainable' that from which the classes' own begin. */
  readonly sigma: number;
  /** Distance at which the classes' prototypes started from their mean (root mean square with start 'normal'), in embedding units. */
  readonly radius: number;
  /** Of how many classes the regularizer looks at the prototypes in a step. */
  readonly diversityClasses: number;
  /** Seed of the start, given or drawn. */
  readonly seed: number;
  /** Examples of each class, given or counted (see `AffinityHead.classCounts`); undefined with classCounts 'none'. */
  readonly classCounts?: readonly number[];
  /** By what the loss of an example of each class is multiplied for its count; undefined with classCounts 'none'. */
  readonly countWeights?: readonly number[];
  /**
   * λ of an example of class y against class j is margin + countOffsets[j] − countOffsets[y]; undefined where counts do not
   * change λ.
   */
  readonly countOffsets?: readonly number[];
}
