import {clone, keep, type Tensor, type Tensor2D} from '@tensorflow/tfjs-core';

/** What the head's call knew when it made the scores. */
export interface Remembered {
  /** [batch, d], connected to the gradient tape of the call. */
  readonly embeddings: Tensor2D;
  /** Whether the call was part of a training step. */
  readonly training: boolean;
}

/**
 * Finds, by the scores tensor that a call returned, the embeddings that they came from.
 *
 * tfjs disposes a layer's input as soon as the layers after it have run, so a clone is kept; and it is disposed
 * together with the scores, so that nothing leaks, whatever tidy or model they die in.
 */
export class EmbeddingMemory {
  private readonly entries = new WeakMap<Tensor, Remembered>();

  remember(scores: Tensor, embeddings: Tensor2D, training: boolean): void {
    const kept = keep(clone(embeddings));
    this.entries.set(scores, {embeddings: kept, training});
    const dispose = scores.dispose.bind(scores);
    scores.dispose = () => {
      if (!kept.isDisposed) kept.dispose();
      dispose();
    };
  }

  recall(scores: Tensor): Remembered | undefined {
    return this.entries.get(scores);
  }
}
