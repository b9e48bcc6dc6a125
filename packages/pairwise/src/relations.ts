import {type Labels, oneHotFloat, oneHotLabels, readLabels, weightByClass} from '@isomargin/core';
import {matMul, mul, sub, Tensor, type Tensor1D, type Tensor2D, tensor1d, tidy} from '@tensorflow/tfjs-core';
import {identity} from './distances.js';

/** Labels of more classes than int32 has numbers for cannot be told apart. */
const ANY_CLASS = 2 ** 31 - 1;

/** Which examples of a batch belong together, and how much each counts. */
export interface Membership {
  /** One-hot rows, [batch, k], over the classes or over those that the batch has. */
  readonly oneHot: Tensor2D;
  /** Multiplies each example's loss [batch] by the weight of its class. */
  readonly weigh: (losses: Tensor1D) => Tensor1D;
}

/**
 * Labels for losses that only ask whether two are equal: any whole numbers from 0, as many as there are classes or
 * identities, and no rows longer than the batch for them.
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
    return {oneHot, weigh: (losses) => weightByClass(losses, oneHot, classWeights)};
  }
  const integers = readLabels(labels, classWeights?.length ?? ANY_CLASS, batch);
  const places = new Map<number, number>();
  for (const label of integers) if (!places.has(label)) places.set(label, places.size);
  const compact = Int32Array.from(integers, (label) => places.get(label)!);
  return {
    oneHot: tidy(() => oneHotFloat(tensor1d(compact, 'int32'), Math.max(2, places.size))),
    weigh: (losses) =>
      classWeights === undefined
        ? losses
        : (tidy(() =>
            mul(losses, tensor1d(Float32Array.from(integers, (y) => classWeights[y]!))),
          ) as Tensor1D),
  };
}

/** The pairs of a batch, [batch, batch] each, 1 where it is one. */
export type Relations = {
  /** Two examples of one class. */
  readonly same: Tensor2D;
  /** Two examples of different classes. */
  readonly different: Tensor2D;
};

/**
 * Which pairs are of one class; no example makes a pair with itself.
 *
 * @param oneHot [batch, k]
 */
export function relationsOf(oneHot: Tensor2D): Relations {
  return tidy(() => {
    const equal = matMul(oneHot, oneHot, false, true) as Tensor2D;
    return {
      same: sub(equal, identity(oneHot.shape[0])) as Tensor2D,
      different: sub(1, equal) as Tensor2D,
    };
  });
}
