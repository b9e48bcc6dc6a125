import {boolean, LossHead, type Option, type OptionSet} from '@isomargin/core';
import {add, matMul, type Tensor, type Tensor1D, type Tensor2D, tidy} from '@tensorflow/tfjs-core';
import {initializers, type LayerVariable} from '@tensorflow/tfjs-layers';

export const linearOptions: {readonly useBias: Option<boolean>} = {
  useBias: boolean({default: true, description: 'Whether the logits have a bias, one number a class.'}),
};

/**
 * Logits W·f + b.
 *
 * @param embeddings [batch, d]
 * @param kernel [d, classes]
 * @param bias [classes]; none where left out
 * @returns [batch, classes]
 */
export function logits(embeddings: Tensor2D, kernel: Tensor2D, bias?: Tensor1D): Tensor2D {
  return tidy(() => {
    const products = matMul(embeddings, kernel) as Tensor2D;
    return bias === undefined ? products : (add(products, bias) as Tensor2D);
  });
}

/**
 * A head whose scores are the logits of a dense layer, and whose loss is one of them alone. Weights: `kernel`
 * [d, classes] (Glorot uniform) and `bias` [classes] (0).
 */
export abstract class LinearHead<S extends OptionSet> extends LossHead<S & typeof linearOptions> {
  private kernel!: LayerVariable;
  private bias: LayerVariable | undefined;

  protected override buildWeights(dimension: number): void {
    const {seed, useBias} = this.options as {seed: number | undefined; useBias: boolean};
    const shape = [dimension, this.classes];
    const glorot = initializers.glorotUniform({seed});
    this.kernel = this.addWeight('kernel', shape, 'float32', glorot, undefined, true);
    if (useBias) {
      this.bias = this.addWeight('bias', [this.classes], 'float32', initializers.zeros(), undefined, true);
    }
  }

  protected override decayedWeights(): Tensor[] {
    return [this.kernel.read()];
  }

  protected override scoresOf(embeddings: Tensor2D): Tensor2D {
    return logits(embeddings, this.kernel.read() as Tensor2D, this.bias?.read() as Tensor1D | undefined);
  }
}
