/** Pairs of items (images, embeddings), by their index. */
export interface Pairs {
  /** One item of each pair, [pairs]. */
  left: Int32Array;
  /** The other item of each pair, [pairs]. */
  right: Int32Array;
  /** 1 where both are of one identity, else 0: [pairs]. */
  same: Uint8Array;
  /** The fold of each pair, [pairs], where the list has folds: for `foldAccuracy`. */
  folds?: Int32Array;
}

/** A pair, before all are known. */
export interface Pair {
  left: number;
  right: number;
  same: boolean;
  fold?: number;
}

/** Pairs as typed arrays; they have folds where the first has one. */
export function pairsOf(pairs: readonly Pair[]): Pairs {
  return {
    left: Int32Array.from(pairs, ({left}) => left),
    right: Int32Array.from(pairs, ({right}) => right),
    same: Uint8Array.from(pairs, ({same}) => Number(same)),
    ...(pairs[0]?.fold === undefined ? {} : {folds: Int32Array.from(pairs, ({fold}) => fold as number)}),
  };
}
