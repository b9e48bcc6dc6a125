import {
  commonOptions,
  type Labels,
  linearScores,
  oneHotLabels,
  resolveOptions,
  weightByClass,
} from '@isomargin/core';
import {type Tensor1D, type Tensor2D, tidy} from '@tensorflow/tfjs-core';
import {type HingeVariant, hinges} from './hinges.js';
import {hingeOptions} from './options.js';

/** Options of the pure function. */
export interface HingeLossOptions {
  /** 'crammer-singer' (default): the hinge of the best wrong class; 'weston-watkins': the sum over all wrong ones. */
  readonly variant?: HingeVariant;
  /** Whether each hinge is squared. Default false. */
  readonly squared?: boolean;
  /** > 0, in units of the scores. Default 1. */
  readonly margin?: number;
  /** One weight a class, multiplied into each example's loss. */
  readonly classWeights?: readonly number[];
}

/**
 * Multi-class hinge loss of each example with the scores s = W·f + b: max(0, margin + max_{j≠y} s_j − s_y) (Crammer and
 * Singer 2001), or Σ_{j≠y} max(0, margin + s_j − s_y) (Weston and Watkins 1999); every hinge squared on request.
 *
 * @param embeddings [batch, d]
 * @param labels one-hot [batch, classes] or integers [batch]
 * @param kernel [d, classes]
 * @param bias [classes]; none where left out
 * @returns [batch]
 * @throws LabelError for labels that are out of range, not whole, or of a wrong shape or length
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function hingeLoss(
  embeddings: Tensor2D,
  labels: Labels,
  kernel: Tensor2D,
  bias?: Tensor1D,
  options: HingeLossOptions = {},
): Tensor1D {
  const declared = {...hingeOptions, classWeights: commonOptions.classWeights};
  const {classWeights, ...hinge} = resolveOptions('hingeLoss', declared, options);
  return tidy(() => {
    const oneHot = oneHotLabels(labels, kernel.shape[1], embeddings.shape[0]);
    const losses = hinges(linearScores(embeddings, kernel, bias), oneHot, hinge);
    return weightByClass(losses, oneHot, classWeights);
  });
}
