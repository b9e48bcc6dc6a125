import type {Labels} from '../input/labels.js';
import {type Matrix, type Numbers, type ReadNumbers, readWeights} from '../input/numbers.js';
import {readScoreVector, readSides} from '../scores/read.js';

/** Pairs with how alike they are. */
export interface ScoredPairs {
  same: Uint8Array;
  similarities: ArrayLike<number>;
  weights?: ReadNumbers;
}

/** Reads and checks what pairs are and how alike; both kinds must occur, with weights above 0. */
export function readPairs(
  same: Labels,
  similarities: Numbers | Matrix,
  sampleWeights?: Numbers,
): ScoredPairs {
  const scores = readScoreVector('similarities', similarities);
  const sides = readSides(same, undefined, scores.length, {truth: 'same', scores: 'similarities'});
  const weights = readWeights(sampleWeights, sides.length);
  for (const side of [0, 1])
    if (!sides.some((own, pair) => own === side && (weights === undefined || (weights[pair] as number) > 0)))
      throw new RangeError(
        `same has no ${side} (of a weight above 0): pairs of one identity and of two are needed`,
      );
  return {same: sides, similarities: scores, weights};
}
