import type {Judged} from './loss-of-pairs.js';
import {type MiningOptions, mine} from './mining/mine.js';

/** How far a triplet's distances are apart: squared or not. */
export type TripletDistance = 'squared' | 'euclidean';

/** Which mean over the triplets of a batch the loss is. */
export type TripletAverage = 'all' | 'active';

/**
 * Triplet losses of a batch: of each anchor's triplets that share whose mean over the batch is the mean over the triplets.
 *
 * @param squared D², [batch · batch]
 * @param classOf [batch]
 */
export function tripletsOfAnchors(
  squared: Float64Array,
  classOf: Int32Array,
  options: MiningOptions & {readonly distance: TripletDistance; readonly average: TripletAverage},
): Judged {
  const isSquared = options.distance === 'squared';
  const distances = isSquared ? squared : squared.map(Math.sqrt);
  const {losses, slopes, chosen, active} = mine(distances, classOf, options);
  const share = classOf.length / Math.max(1, options.average === 'all' ? chosen : active);
  // A distance of 0 has no derivative: it counts as 0.
  const chain = (i: number): number => (isSquared ? 1 : distances[i] === 0 ? 0 : 0.5 / distances[i]!);
  return {
    losses: losses.map((loss) => share * loss),
    slopes: slopes.map((slope, i) => (slope === 0 ? 0 : slope * share * chain(i))),
  };
}
