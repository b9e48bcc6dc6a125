import {randomStream, shuffle} from '../random.js';

/** What groups are dealt out to. */
export interface GroupParts {
  /** The share of each part; together 1. A part whose share is 0 gets nothing. */
  readonly shares: readonly number[];
  readonly seed: number;
  /** Which stream of the seed says in what order groups of one weight come. */
  readonly stream: number;
}

/**
 * Deals whole groups out to parts, so that each part has its share of every class as nearly as may be.
 *
 * A group's weight is the sum of the squares of the shares of each class that it has. Groups come from the
 * weightiest to the lightest, equal ones in random order; each goes to the part in which it adds least to
 * Σ n² / (share · class size²) over parts and classes, which is least where all parts have the shares asked for.
 * Of several such parts the one comes first that is the emptiest for its share.
 *
 * @param groups for each row its group, from 0 without gaps
 * @returns the rows of each part, ascending
 */
export function assignGroups(
  labels: ArrayLike<number>,
  classes: number,
  groups: Int32Array,
  {shares, seed, stream}: GroupParts,
): Int32Array[] {
  const {starts, members} = rowsByGroup(groups);
  const classSizes = new Float64Array(classes);
  for (let row = 0; row < labels.length; ++row) classSizes[labels[row]!]!++;
  const counter = new ClassCounter(classes);
  const rowsOf = (group: number): Int32Array => members.subarray(starts[group]!, starts[group + 1]!);
  const weights = Float64Array.from({length: starts.length - 1}, (_, group) => {
    let weight = 0;
    for (const [label, count] of counter.count(labels, rowsOf(group)))
      weight += (count / classSizes[label]!) ** 2;
    return weight;
  });
  const order = shuffle(
    Int32Array.from(weights, (_, group) => group),
    randomStream(seed, stream),
  );
  const places = new Int32Array(order.length);
  for (let place = 0; place < order.length; ++place) places[order[place]!] = place;
  // Single rows of one class come together, so that neither classes nor parts differ by more than one row.
  const classOf = (group: number): number => labels[members[starts[group]!]!]!;
  order.sort((a, b) => weights[b]! - weights[a]! || classOf(a) - classOf(b) || places[a]! - places[b]!);

  const partCounts = shares.map(() => new Float64Array(classes));
  const partSizes = new Float64Array(shares.length);
  const partOf = new Uint8Array(order.length);
  for (const group of order) {
    const counts = counter.count(labels, rowsOf(group));
    let best = -1;
    let bestCost = Number.POSITIVE_INFINITY;
    for (let part = 0; part < shares.length; ++part) {
      if (shares[part] === 0) continue;
      let cost = 0;
      for (const [label, count] of counts) {
        cost += (count * (2 * partCounts[part]![label]! + count)) / (shares[part]! * classSizes[label]! ** 2);
      }
      const emptier = best < 0 || partSizes[part]! / shares[part]! < partSizes[best]! / shares[best]!;
      // Costs that differ by rounding alone are the same.
      const tied = Math.abs(cost - bestCost) <= 1e-12 * cost;
      if (tied ? emptier : cost < bestCost) {
        best = part;
        bestCost = cost;
      }
    }
    for (const [label, count] of counts) partCounts[best]![label]! += count;
    partSizes[best]! += starts[group + 1]! - starts[group]!;
    partOf[group] = best;
  }
  return rowsByPart(groups, partOf, partSizes);
}

/** The rows of each group, one group after another. */
function rowsByGroup(groups: Int32Array): {starts: Int32Array; members: Int32Array} {
  let count = 0;
  for (const group of groups) count = Math.max(count, group + 1);
  const starts = new Int32Array(count + 1);
  for (const group of groups) starts[group + 1]!++;
  for (let group = 0; group < count; ++group) starts[group + 1]! += starts[group]!;
  const filled = starts.slice(0, count);
  const members = new Int32Array(groups.length);
  for (let row = 0; row < groups.length; ++row) members[filled[groups[row]!]!++] = row;
  return {starts, members};
}

function rowsByPart(groups: Int32Array, partOf: Uint8Array, sizes: Float64Array): Int32Array[] {
  const parts = Array.from(sizes, (size) => new Int32Array(size));
  const filled = new Int32Array(sizes.length);
  for (let row = 0; row < groups.length; ++row) {
    const part = partOf[groups[row]!]!;
    parts[part]![filled[part]!++] = row;
  }
  return parts;
}

/** Counts the classes of a few rows, in time that does not depend on the number of classes. */
class ClassCounter {
  readonly #counts: Int32Array;

  constructor(classes: number) {
    this.#counts = new Int32Array(classes);
  }

  count(labels: ArrayLike<number>, rows: Int32Array): [label: number, count: number][] {
    const found: number[] = [];
    for (const row of rows) {
      const label = labels[row]!;
      if (this.#counts[label]!++ === 0) found.push(label);
    }
    return found.map((label) => {
      const count = this.#counts[label]!;
      this.#counts[label] = 0;
      return [label, count];
    });
  }
}
