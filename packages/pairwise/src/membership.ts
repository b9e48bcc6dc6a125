import {type Labels, oneHotLabels, readLabels, weightByClass} from '@isomargin/core';
import {argMax, mul, Tensor, type Tensor1D, type Tensor2D, tensor1d, tidy} from '@tensorflow/tfjs-core';

/** Labels of more classes than int32 has numbers for cannot be told apart. */
const ANY_CLASS = 2 ** 31 - 1;

/** Which examples of a batch belong together, and how much each counts. */
export interface Membership {
  /** [batch] */
  readonly classOf: Int32Array;
  /** Multiplies each example's loss [batch] by the weight of its class. */
  readonly weigh: (losses: Tensor1D) => Tensor1D;
}

/**
 * Labels for losses that only ask whether two are equal: any whole numbers from 0, as many as there are classes or
 * identities.
 *
 * @throws LabelError for labels that are negative, not whole, of a wrong shape or length, or without a class weight
 */
export function membership(
  labels: Labels,
  batch: number,
  classWeights: readonly number[] | undefined,
): Membership {
  if (labels instanceof Tensor && labels.rank === 2 && labels.shape[1]! > 1) {
    const oneHot = oneHotLabels(labels, labels.shape[1]!, batch);
    return {classOf: classesOf(oneHot), weigh: (losses) => weightByClass(losses, oneHot, classWeights)};
  }
  const classOf = readLabels(labels, classWeights?.length ?? ANY_CLASS, batch);
  return {
    classOf,
    weigh: (losses) =>
      classWeights === undefined
        ? losses
        : (tidy(() =>
            mul(losses, tensor1d(Float32Array.from(classOf, (y) => classWeights[y]!))),
          ) as Tensor1D),
  };
}

/** The class of each one-hot row, [batch], on the host. */
export function classesOf(oneHot: Tensor2D): Int32Array {
  return tidy(() => argMax(oneHot, 1).dataSync<'int32'>());
}
