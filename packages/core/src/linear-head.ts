import {type Tensor, type Tensor1D, type Tensor2D, transpose} from '@tensorflow/tfjs-core';
import {initializers, type LayerVariable} from '@tensorflow/tfjs-layers';
import type {HeadConfig} from './head-config.js';
import {LossHead} from './loss-head.js';
import {linearScores} from './numerics/linear-scores.js';
import {boolean} from './options/kinds.js';
import type {Option, OptionSet} from './options/option.js';

/** The options of every linear head, beside the common ones. */
export const linearOptions: {readonly useBias: Option<boolean>} = {
  useBias: boolean({default: true, description: 'Whether the scores have a bias, one number a class.'}),
};
type LinearOptions = typeof linearOptions;

/**
 * A head whose scores are those of a dense layer, W·f + b, so that a subclass adds its loss of the scores alone.
 * Weights: kernel [d, classes] (Glorot uniform), bias [classes] (0). Weight decay leaves the bias alone.
 */
export abstract class LinearHead<S extends OptionSet = OptionSet> extends LossHead<S & LinearOptions> {
  private kernel!: LayerVariable;
  private bias: LayerVariable | undefined;

  /**
   * @param owner the loss's name, for error texts
   * @param declared the loss's own options; `useBias` is added
   * @throws OptionError for an unknown option or a value that is not allowed
   */
  protected constructor(owner: string, declared: S, config: HeadConfig<S & LinearOptions>) {
    super(owner, {...declared, ...linearOptions}, config);
  }

  protected override buildWeights(dimension: number): void {
    const glorot = initializers.glorotUniform({seed: this.options.seed as number | undefined});
    const shape = [dimension, this.classes];
    this.kernel = this.addWeight('kernel', shape, 'float32', glorot, undefined, true);
    if (this.options.useBias) {
      this.bias = this.addWeight('bias', [this.classes], 'float32', initializers.zeros(), undefined, true);
    }
  }

  protected override decayedWeights(): Tensor[] {
    return [this.kernel.read()];
  }

  protected override vectorsOfClasses(): Tensor2D {
    return transpose(this.kernel.read() as Tensor2D);
  }

  protected override scoresOf(embeddings: Tensor2D): Tensor2D {
    return linearScores(
      embeddings,
      this.kernel.read() as Tensor2D,
      this.bias?.read() as Tensor1D | undefined,
    );
  }
}
