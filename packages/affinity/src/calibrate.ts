import {
  add,
  cast,
  mean,
  mul,
  type Scalar,
  sqrt,
  square,
  step,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
  where,
} from '@tensorflow/tfjs-core';

/** The automatic σ, as a share of the mean squared distance between embeddings and prototypes. */
export const SHARE_OF_DISTANCE = 0.7;
/** The automatic radius, as a share of the root mean square distance of the embeddings from their mean. */
export const SHARE_OF_SPREAD = 0.5;

/** Where the embeddings of a batch lie. */
interface EmbeddingSpread {
  /** Mean embedding, [d]. */
  readonly centre: Tensor1D;
  /** Root mean square deviation from the mean in one dimension, scalar > 0; 1 where all embeddings are equal. */
  readonly deviation: Scalar;
}

/**
 * Where the embeddings of a batch lie. Nothing is read back from the device, so it works on every backend.
 *
 * @param embeddings [batch, d]
 */
export function embeddingSpread(embeddings: Tensor2D): EmbeddingSpread {
  const centre = mean(embeddings, 0) as Tensor1D;
  const variance = mean(square(sub(embeddings, centre))) as Scalar;
  // Equal embeddings say nothing of the scale: then 1, as after batch normalisation.
  const deviation = add(sqrt(variance), sub(1, step(variance))) as Scalar;
  return {centre, deviation};
}

/**
 * Mean squared distance between the embeddings and the prototypes, from their means and variances.
 *
 * @param embeddings [batch, d]
 * @param prototypes [k, d]
 */
export function meanSquaredDistanceBetween(embeddings: Tensor2D, prototypes: Tensor2D): Scalar {
  const dimension = embeddings.shape[1];
  const [a, b] = [mean(embeddings, 0), mean(prototypes, 0)];
  const within = add(mean(square(sub(embeddings, a))), mean(square(sub(prototypes, b))));
  return add(mul(within, dimension), sum(square(sub(a, b)))) as Scalar;
}

/** `before` where the flag is 1, `after` where it is 0. */
export function unless<T extends Scalar | Tensor2D>(flag: Scalar, before: T, after: T): T {
  // A selection, not a sum of products with 0: `after` may be infinite or NaN.
  return where(cast(flag, 'bool'), before, after) as T;
}
