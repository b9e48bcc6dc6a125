import type {LossHead} from '@isomargin/core';
import {
  add,
  dispose,
  losses,
  mean,
  profile,
  randomNormal,
  type Scalar,
  type Tensor,
  type Tensor2D,
  tidy,
  type Variable,
  variable,
  variableGrads,
  zeros,
} from '@tensorflow/tfjs-core';
import {type LayerVariable, layers} from '@tensorflow/tfjs-layers';

/** A head whose forward and backward pass is measured. */
export interface CostedHead {
  /** Loss of a batch, mean over the examples, with the regularizers of the head. */
  loss(embeddings: Tensor2D, oneHot: Tensor2D): Scalar;
  readonly trained: LayerVariable[];
  dispose(): void;
}

export function costedHead(head: LossHead, dimension: number): CostedHead {
  build(head, dimension);
  return {
    loss: (embeddings, oneHot) => {
      const scores = head.apply(embeddings, {training: true}) as Tensor;
      const losses = mean(head.loss(oneHot, scores)) as Scalar;
      return head.calculateLosses().reduce((total, part) => add(total, part), losses);
    },
    trained: head.trainableWeights,
    dispose: () => head.dispose(),
  };
}

/** What tfjs itself offers: a dense layer and `tf.losses.softmaxCrossEntropy`. */
export function tfjsSoftmax(classes: number, dimension: number): CostedHead {
  const dense = layers.dense({units: classes});
  build(dense, dimension);
  return {
    loss: (embeddings, oneHot) =>
      losses.softmaxCrossEntropy(oneHot, dense.apply(embeddings) as Tensor) as Scalar,
    trained: dense.trainableWeights,
    dispose: () => dense.dispose(),
  };
}

/** Builds a layer by its first use: one that was never used cannot be disposed. */
function build(layer: layers.Layer, dimension: number): void {
  tidy(() => void layer.apply(zeros([1, dimension])));
}

/** One forward and backward pass, with fresh embeddings and weights before each. */
export class HeadStep {
  private embeddings: Variable;

  constructor(
    private readonly head: CostedHead,
    private readonly oneHot: Tensor2D,
    private readonly dimension: number,
  ) {
    this.embeddings = this.draw();
  }

  /** New tensors for all that a real step would find changed: the wasm backend caches what it knows by tensor. */
  prepare(): void {
    this.embeddings.dispose();
    this.embeddings = this.draw();
    tidy(() => {
      for (const weight of this.head.trained) weight.write(add(weight.read(), 0));
    });
  }

  run(): void {
    const {head, oneHot, embeddings} = this;
    const trained = head.trained.map((weight) => weight.read() as Variable);
    const {value, grads} = variableGrads(
      () => head.loss(embeddings as unknown as Tensor2D, oneHot),
      [embeddings, ...trained],
    );
    value.dataSync();
    dispose([value, ...Object.values(grads)]);
  }

  /** Most bytes of tensors that are alive at once during a step: weights, inputs and all that the step makes. */
  async peakBytes(): Promise<number> {
    this.prepare();
    const {peakBytes} = await profile(() => {
      this.run();
      return [];
    });
    return peakBytes;
  }

  dispose(): void {
    this.embeddings.dispose();
    this.head.dispose();
  }

  private draw(): Variable {
    return tidy(() => variable(randomNormal([this.oneHot.shape[0], this.dimension])));
  }
}
