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
  const perSquare = classSizes.map((size) => 1 / size ** 2);
  const counter = new ClassCounter(labels, classes);
  // Views of `members` would cost more than the counting.
  const countOf = (group: number): void => counter.count(members, starts[group]!, starts[group + 1]!);
  const weights = Float64Array.from({length: starts.length - 1}, (_, group) => {
    countOf(group);
    let weight = 0;
    for (let i = 0; i < counter.found; ++i)
      weight += counter.counts[i]! ** 2 * perSquare[counter.labels[i]!]!;
    return weight;
  });
  const order = inOrder(weights, (group) => labels[members[starts[group]!]!]!, seed, stream);

  const partCounts = shares.map(() => new Float64Array(classes));
  const partSizes = new Float64Array(shares.length);
  const partOf = new Uint8Array(order.length);
  for (const group of order) {
    countOf(group);
    let best = -1;
    let bestCost = Number.POSITIVE_INFINITY;
    for (let part = 0; part < shares.length; ++part) {
      if (shares[part] === 0) continue;
      let cost = 0;
      for (let i = 0; i < counter.found; ++i) {
        const label = counter.labels[i]!;
        const count = counter.counts[i]!;
        cost += count * (2 * partCounts[part]![label]! + count) * perSquare[label]!;
      }
      cost /= shares[part]!;
      const emptier = best < 0 || partSizes[part]! / shares[part]! < partSizes[best]! / shares[best]!;
      // Costs that differ by rounding alone are the same.
      const tied = Math.abs(cost - bestCost) <= 1e-12 * cost;
      if (tied ? emptier : cost < bestCost) {
        best = part;
        bestCost = cost;
      }
    }
    for (let i = 0; i < counter.found; ++i) partCounts[best]![counter.labels[i]!]! += counter.counts[i]!;
    partSizes[best]! += starts[group + 1]! - starts[group]!;
    partOf[group] = best;
  }
  return rowsByPart(groups, partOf, partSizes);
}

/** Groups from the weightiest to the lightest, those of one weight and class in random order. */
function inOrder(
  weights: Float64Array,
  classOf: (group: number) => number,
  seed: number,
  stream: number,
): Int32Array {
  const shuffled = shuffle(
    Int32Array.from(weights, (_, group) => group),
    randomStream(seed, stream),
  );
  // Single rows of one class come together, so that neither classes nor parts differ by more than one row.
  const kinds = new Map<number, Map<number, number[]>>();
  for (const group of shuffled) {
    const ofWeight = kinds.get(weights[group]!) ?? new Map<number, number[]>();
    kinds.set(weights[group]!, ofWeight);
    const alike = ofWeight.get(classOf(group));
    if (alike) alike.push(group);
    else ofWeight.set(classOf(group), [group]);
  }
  const byWeight = [...kinds].sort(([a], [b]) => b - a);
  return Int32Array.from(
    byWeight.flatMap(([, ofWeight]) => [...ofWeight].sort(([a], [b]) => a - b).flatMap(([, alike]) => alike)),
  );
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
  /** How many classes the rows have. */
  found = 0;
  /** The classes that were found, and how many rows each has. */
  readonly labels: Int32Array;
  readonly counts: Int32Array;
  readonly #labels: ArrayLike<number>;
  /** For each class its place among those found. */
  readonly #places: Int32Array;

  constructor(labels: ArrayLike<number>, classes: number) {
    this.#labels = labels;
    this.labels = new Int32Array(classes);
    this.counts = new Int32Array(classes);
    this.#places = new Int32Array(classes).fill(-1);
  }

  /** Counts the rows from one place of a list to before another. */
  count(rows: Int32Array, from: number, to: number): void {
    for (let i = 0; i < this.found; ++i) this.#places[this.labels[i]!] = -1;
    this.found = 0;
    for (let at = from; at < to; ++at) {
      const label = this.#labels[rows[at]!]!;
      let place = this.#places[label]!;
      if (place < 0) {
        place = this.found++;
        this.#places[label] = place;
        this.labels[place] = label;
        this.counts[place] = 0;
      }
      this.counts[place]!++;
    }
  }
}
