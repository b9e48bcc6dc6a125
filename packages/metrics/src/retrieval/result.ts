/** How well rows of the same class are found, each 0 to 1; null where no query counts. */
export interface RetrievalScores {
  /** The share of queries whose nearest row is of their class. */
  precisionAt1: number | null;
  /** The share of queries with a row of their class among the K nearest, for each K. */
  recallAt: {k: number; recall: number | null}[];
  /** The mean of: the share of rows of the class among the R nearest, where R is how many there are to be found. */
  rPrecision: number | null;
  /** The mean of: Σ of the precisions at the ranks i ≤ R that hold a row of the class, divided by R. */
  mapAtR: number | null;
  /** The mean of 1 / the rank of the first row of the class; 0 where it is beyond the largest K of `recallAt`. */
  meanReciprocalRank: number | null;
}

/** The queries of one class. */
export interface ClassRetrieval extends RetrievalScores {
  /** The class. */
  label: number;
  /** Its queries. */
  queries: number;
  /** R: the rows of its class that each of its queries can find. */
  relevant: number;
}

/** How well embeddings find their like. */
export interface Retrieval {
  /** How many queries there were. */
  queries: number;
  /** How many of them had nothing to find. */
  lone: number;
  /** Means over the queries. */
  micro: RetrievalScores;
  /** Means over the classes whose queries count, so that a rare class counts as much as a common one. */
  macro: RetrievalScores;
  /** One entry a class, ascending. */
  perClass: ClassRetrieval[];
}
