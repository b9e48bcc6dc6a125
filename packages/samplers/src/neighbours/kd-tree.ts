import {type Points, squaredDistance} from '@isomargin/neighbours';
import type {NearestList} from './nearest-list.js';

/** Points that one leaf has at most. */
const LEAF = 24;

/**
 * A k-d tree with the tight box of every node. A node is left out only where its box lies farther away than the
 * k-th nearest point so far, so that the search is exact, ties included: the bound is summed in the order of the
 * columns as distances are, and rounding keeps its order.
 *
 * (No package was taken: those at hand break ties by the order of their own walk, or hold objects.)
 */
export class KdTree {
  /** The rows in the order of the leaves. */
  readonly rows: Int32Array;
  private readonly columns: number;
  /** The points in the order of the leaves. */
  private readonly points: Float64Array;
  /** Lower and upper corner of each node's box. */
  private readonly boxes: Float64Array;
  /** First and last place (exclusive) of each node's points, and its children or −1. */
  private readonly nodes: Int32Array;
  private readonly stack: Int32Array;
  private readonly stackBounds: Float64Array;

  constructor({values, columns}: Points, rows: Int32Array) {
    this.columns = columns;
    this.rows = rows.slice();
    const capacity = 2 ** (Math.ceil(Math.log2(Math.max(1, rows.length / LEAF))) + 1);
    this.boxes = new Float64Array(capacity * 2 * columns);
    this.nodes = new Int32Array(capacity * 4);
    this.stack = new Int32Array(128);
    this.stackBounds = new Float64Array(128);
    this.build({values, columns});
    this.points = new Float64Array(rows.length * columns);
    for (let i = 0; i < rows.length; ++i) {
      const from = this.rows[i]! * columns;
      for (let j = 0; j < columns; ++j) this.points[i * columns + j] = values[from + j]!;
    }
  }

  private build({values, columns}: Points): void {
    const {rows, boxes, nodes} = this;
    nodes[0] = 0;
    nodes[1] = rows.length;
    let used = 1;
    for (let node = 0; node < used; ++node) {
      const start = nodes[node * 4]!;
      const end = nodes[node * 4 + 1]!;
      const low = node * 2 * columns;
      const high = low + columns;
      boxes.fill(Number.POSITIVE_INFINITY, low, high);
      boxes.fill(Number.NEGATIVE_INFINITY, high, high + columns);
      for (let i = start; i < end; ++i) {
        const from = rows[i]! * columns;
        for (let j = 0; j < columns; ++j) {
          const value = values[from + j]!;
          if (value < boxes[low + j]!) boxes[low + j] = value;
          if (value > boxes[high + j]!) boxes[high + j] = value;
        }
      }
      nodes[node * 4 + 2] = -1;
      if (end - start <= LEAF) continue;
      let widest = 0;
      for (let j = 1; j < columns; ++j) {
        if (boxes[high + j]! - boxes[low + j]! > boxes[high + widest]! - boxes[low + widest]!) widest = j;
      }
      // Points that are all alike cannot be divided.
      if (!(boxes[high + widest]! > boxes[low + widest]!)) continue;
      const middle = (start + end) >> 1;
      partition(rows, values, columns, widest, start, end - 1, middle);
      nodes[node * 4 + 2] = used;
      nodes[node * 4 + 3] = used + 1;
      nodes.set([start, middle], used * 4);
      nodes.set([middle, end], (used + 1) * 4);
      used += 2;
    }
  }

  /**
   * Offers to `found` every point that may be among the nearest of one.
   *
   * @param at where the point begins in `values`
   * @param self the row that is not to be found, or −1
   */
  search(values: Float32Array | Float64Array, at: number, self: number, found: NearestList): void {
    const {columns, nodes, stack, stackBounds, points, rows} = this;
    let depth = 1;
    stack[0] = 0;
    stackBounds[0] = 0;
    while (depth > 0) {
      const node = stack[--depth]!;
      if (stackBounds[depth]! > found.bound) continue;
      const child = nodes[node * 4 + 2]!;
      if (child < 0) {
        const end = nodes[node * 4 + 1]!;
        for (let i = nodes[node * 4]!; i < end; ++i) {
          const squared = squaredDistance(points, i * columns, values, at, columns, found.bound);
          if (squared <= found.bound && rows[i]! !== self) found.offer(rows[i]!, squared);
        }
        continue;
      }
      const first = this.boxDistance(child, values, at, found.bound);
      const second = this.boxDistance(child + 1, values, at, found.bound);
      // The nearer one is taken from the stack first.
      stack[depth] = first <= second ? child + 1 : child;
      stackBounds[depth++] = Math.max(first, second);
      stack[depth] = first <= second ? child : child + 1;
      stackBounds[depth++] = Math.min(first, second);
    }
  }

  private boxDistance(node: number, values: Float32Array | Float64Array, at: number, bound: number): number {
    const {columns, boxes} = this;
    const low = node * 2 * columns;
    let sum = 0;
    for (let j = 0; j < columns; ++j) {
      const value = values[at + j]!;
      const below = boxes[low + j]! - value;
      const above = value - boxes[low + columns + j]!;
      const gap = Math.max(below, above, 0);
      sum += gap * gap;
      if (sum > bound) return sum;
    }
    return sum;
  }
}

/** Quickselect: puts the rows with the smaller values of a column before `middle`. */
export function partition(
  rows: Int32Array,
  values: Float32Array | Float64Array,
  columns: number,
  column: number,
  first: number,
  last: number,
  middle: number,
): void {
  let left = first;
  let right = last;
  while (left < right) {
    const pivot = values[rows[(left + right) >> 1]! * columns + column]!;
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[rows[i]! * columns + column]! < pivot) ++i;
      while (values[rows[j]! * columns + column]! > pivot) --j;
      if (i <= j) {
        const swapped = rows[i]!;
        rows[i++] = rows[j]!;
        rows[j--] = swapped;
      }
    }
    if (middle <= j) right = j;
    else if (middle >= i) left = i;
    else return;
  }
}
