import {type Anchor, countBefore, fromNearToFar, type Tally} from './anchor.js';
import {lossOf, type Margin, slopeOf} from './margin.js';

/** What a positive does that has no negative farther away than itself. */
export type SemiHardFallback = 'none' | 'farthest';

/**
 * A triplet for each positive, with the nearest of the negatives that are farther away than it.
 *
 * @param slopes [batch], to which the loss's derivatives with respect to the distances are added
 */
export function semiHard(
  {distances, positives, negatives}: Anchor,
  margin: Margin,
  fallback: SemiHardFallback,
  slopes: Float64Array,
): Tally {
  const sorted = fromNearToFar(negatives, distances);
  let [loss, chosen, active] = [0, 0, 0];
  for (const positive of positives) {
    const own = distances[positive]!;
    const place = countBefore(sorted, distances, (distance) => distance <= own);
    if (place === sorted.length && fallback === 'none') continue;
    const negative = sorted[Math.min(place, sorted.length - 1)]!;
    const gap = own - distances[negative]!;
    const [ofTriplet, slope] = [lossOf(gap, margin), slopeOf(gap, margin)];
    slopes[positive]! += slope;
    slopes[negative]! -= slope;
    loss += ofTriplet;
    chosen++;
    if (ofTriplet > 0) active++;
  }
  return {loss, chosen, active};
}
