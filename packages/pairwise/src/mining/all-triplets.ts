import {type Anchor, countBefore, fromNearToFar, type Tally} from './anchor.js';
import {lossOf, type Margin, slopeOf} from './margin.js';

/**
 * Every positive with every negative.
 *
 * @param slopes [batch], to which the loss's derivatives with respect to the distances are added
 */
export function allTriplets(anchor: Anchor, margin: Margin, slopes: Float64Array): Tally {
  return margin === 'soft' ? softTriplets(anchor, slopes) : hingeTriplets(anchor, margin, slopes);
}

/**
 * Σ_p Σ_n max(0, D(a,p) − D(a,n) + m) without going through the triplets: those of a positive that have a loss are
 * with the first of the negatives from near to far, and their sum needs only how many these are and their total.
 */
function hingeTriplets(
  {distances, positives, negatives}: Anchor,
  margin: number,
  slopes: Float64Array,
): Tally {
  const sorted = fromNearToFar(negatives, distances);
  const totals = new Float64Array(sorted.length + 1);
  for (const [i, place] of sorted.entries()) totals[i + 1] = totals[i]! + distances[place]!;
  // How many positives reach up to just so many negatives.
  const reach = new Int32Array(sorted.length + 1);
  let [loss, active] = [0, 0];
  for (const positive of positives) {
    const limit = distances[positive]! + margin;
    const count = countBefore(sorted, distances, (distance) => distance < limit);
    loss += count * limit - totals[count]!;
    active += count;
    slopes[positive]! += count;
    reach[count]!++;
  }
  let beyond = 0;
  for (let i = sorted.length - 1; i >= 0; i--) {
    beyond += reach[i + 1]!;
    slopes[sorted[i]!]! -= beyond;
  }
  return {loss, chosen: positives.length * negatives.length, active};
}

function softTriplets({distances, positives, negatives}: Anchor, slopes: Float64Array): Tally {
  let loss = 0;
  for (const positive of positives) {
    let total = 0;
    for (const negative of negatives) {
      const gap = distances[positive]! - distances[negative]!;
      const slope = slopeOf(gap, 'soft');
      loss += lossOf(gap, 'soft');
      total += slope;
      slopes[negative]! -= slope;
    }
    slopes[positive]! += total;
  }
  const chosen = positives.length * negatives.length;
  return {loss, chosen, active: chosen};
}
