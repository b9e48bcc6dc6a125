import {withGradient} from '@isomargin/core';
import {concat, maximum, mul, slice, step, sub, type Tensor, type Tensor2D} from '@tensorflow/tfjs-core';

/**
 * The largest score of each class over its sub-centres. All of the gradient goes to the one that has it, and to the first
 * where several do.
 *
 * @param scores [batch, subcenters · classes]: first one sub-centre of every class, then the next of every class
 * @returns [batch, classes]
 */
export function largestOfSubcenters(scores: Tensor2D, subcenters: number): Tensor2D {
  if (subcenters === 1) return scores;
  return withGradient([scores], ([given], save) => {
    const sets = split(given, subcenters);
    const value = sets.reduce((a, b) => maximum(a, b));
    save([given, value]);
    return {
      value,
      gradient: (dy, saved) => {
        const [kept, largest] = saved as [Tensor2D, Tensor2D];
        return [concat(shares(dy, split(kept, subcenters), largest), 1)];
      },
    };
  });
}

function split(scores: Tensor2D, subcenters: number): Tensor2D[] {
  const [batch, columns] = scores.shape;
  const classes = columns / subcenters;
  return Array.from({length: subcenters}, (_, t) => slice(scores, [0, t * classes], [batch, classes]));
}

/** What each set gets of a gradient: all where it is the first to have the largest score, or else nothing. */
function shares(whole: Tensor2D, sets: readonly Tensor2D[], largest: Tensor2D): Tensor2D[] {
  let left: Tensor = whole;
  return sets.map((own) => {
    const remaining = mul(left, step(sub(largest, own)));
    const share = sub(left, remaining) as Tensor2D;
    left = remaining;
    return share;
  });
}
