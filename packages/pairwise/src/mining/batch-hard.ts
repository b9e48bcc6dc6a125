import type {Anchor, Tally} from './anchor.js';
import {lossOf, type Margin, slopeOf} from './margin.js';

/**
 * One triplet: the farthest positive with the nearest negative, the first of several alike.
 *
 * @param slopes [batch], to which the loss's derivatives with respect to the distances are added
 */
export function batchHard(
  {distances, positives, negatives}: Anchor,
  margin: Margin,
  slopes: Float64Array,
): Tally {
  const farthest = positives.reduce((best, i) => (distances[i]! > distances[best]! ? i : best));
  const nearest = negatives.reduce((best, i) => (distances[i]! < distances[best]! ? i : best));
  const gap = distances[farthest]! - distances[nearest]!;
  const [loss, slope] = [lossOf(gap, margin), slopeOf(gap, margin)];
  slopes[farthest]! += slope;
  slopes[nearest]! -= slope;
  return {loss, chosen: 1, active: loss > 0 ? 1 : 0};
}
