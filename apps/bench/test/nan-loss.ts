// A loss module as somebody else would write it, whose loss is NaN after a step.
import {defineLoss, type HeadConfig, LossHead, type LossPlugin} from '@isomargin/core';
import {log, matMul, neg, sum, type Tensor, type Tensor1D, type Tensor2D} from '@tensorflow/tfjs-core';
import {initializers, type LayerVariable} from '@tensorflow/tfjs-layers';

class NanHead extends LossHead {
  static readonly className = 'NanHead';
  private kernel!: LayerVariable;

  constructor(config: HeadConfig<Record<string, never>>) {
    super('nan', {}, config);
  }

  protected override buildWeights(dimension: number): void {
    this.kernel = this.addWeight('kernel', [dimension, this.classes], 'float32', initializers.ones());
  }

  protected override decayedWeights(): Tensor[] {
    return [];
  }

  protected override scoresOf(embeddings: Tensor2D): Tensor2D {
    return matMul(embeddings, this.kernel.read() as Tensor2D);
  }

  protected override lossOf(scores: Tensor2D): Tensor1D {
    return sum(log(neg(scores)), 1);
  }
}

export const plugins: readonly LossPlugin[] = [
  defineLoss({
    name: 'nan',
    title: 'Not a number',
    package: 'nan-loss',
    task: 'classification',
    options: {},
    create: (_options, {classes}) => new NanHead({classes}),
  }),
];
