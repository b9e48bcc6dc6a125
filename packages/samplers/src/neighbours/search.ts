import type {Frame, Points, Scanner} from '@isomargin/neighbours';
import type {NearestLists} from './nearest-lists.js';

/** A search by blocks, as it is set up. */
export interface Search {
  readonly points: Points;
  /** Has the references in their order. */
  readonly scanner: Scanner;
  readonly frame: Frame;
  /** What is found for each query. */
  readonly lists: NearestLists;
  /** The place of each row among the queries, or −1. */
  readonly slots: Int32Array;
  /** The references, those that lie near each other together. */
  readonly ordered: Int32Array;
  /** The boxes of the blocks of references. */
  readonly blocks: Float64Array;
}

/** Blocks that are scanned between two reports. */
export const SCANS = 256;

/** What is said to be done. */
export const stage = 'nearest neighbours';
