import type {layers} from '@tensorflow/tfjs-layers';

type Layer = layers.Layer;

/** What a network has before the head: images in, embeddings out. */
export interface Backbone {
  readonly name: string;
  /** A line a layer or block, for the report. */
  readonly description: readonly string[];
  /**
   * New layers.
   *
   * @param shape height, width and channels of an image
   * @param embeddingSize numbers in an embedding
   * @param seed of the initial weights: the same seed gives the same weights
   */
  layers(shape: readonly number[], embeddingSize: number, seed: number): Layer[];
}
