/** Which of two rows at the same distance of a query is the nearer one. */
export type Ties = 'lower-row' | 'same-class' | 'other-class';

/** What is counted for one query. */
export interface QueryScores {
  /** The rank of the first row of the query's class, from 1; infinite where none was found. */
  firstRank: number;
  rPrecision: number;
  averagePrecisionAtR: number;
}

/** Scores queries one after another, with the memory of the last one. */
export class QueryScorer {
  private own = new Float64Array(0);
  private others = new Float64Array(0);

  /**
   * @param codes the class of each row
   * @param ties which of two rows at the same distance comes first
   */
  constructor(
    private readonly codes: Int32Array,
    private readonly ties: Ties,
  ) {}

  /**
   * @param code the query's class
   * @param relevant rows of that class in the gallery, R ≥ 1
   * @param rows the nearest rows, all within some distance and at least R, in any order
   */
  score(code: number, relevant: number, rows: Int32Array, squared: Float64Array): QueryScores {
    const {own, others} = this.sorted(code, rows, squared);
    let before = 0;
    let firstRank = Number.POSITIVE_INFINITY;
    let hits = 0;
    let precisions = 0;
    for (let i = 0; i < own.length; ) {
      const distance = own[i]!;
      while (before < others.length && others[before]! < distance) before++;
      let end = i + 1;
      while (end < own.length && own[end] === distance) end++;
      const tied = others[before] === distance ? this.tiedBefore(code, rows, squared, distance) : undefined;
      for (let place = i; place < end; place++) {
        const among = tied ? tied[place - i]! : 0;
        const rank = before + among + place + 1;
        if (place === 0) firstRank = rank;
        if (rank > relevant) return finished();
        hits++;
        precisions += hits / rank;
      }
      i = end;
    }
    return finished();

    function finished(): QueryScores {
      return {firstRank, rPrecision: hits / relevant, averagePrecisionAtR: precisions / relevant};
    }
  }

  /** The distances of the query's class and of all others, ascending. */
  private sorted(
    code: number,
    rows: Int32Array,
    squared: Float64Array,
  ): {own: Float64Array; others: Float64Array} {
    if (this.own.length < rows.length) {
      this.own = new Float64Array(rows.length);
      this.others = new Float64Array(rows.length);
    }
    let ownCount = 0;
    let otherCount = 0;
    for (let i = 0; i < rows.length; i++) {
      if (this.codes[rows[i]!] === code) this.own[ownCount++] = squared[i]!;
      else this.others[otherCount++] = squared[i]!;
    }
    return {
      own: this.own.subarray(0, ownCount).sort(),
      others: this.others.subarray(0, otherCount).sort(),
    };
  }

  /** How many rows of other classes at this distance come before each of the query's class at it. */
  private tiedBefore(code: number, rows: Int32Array, squared: Float64Array, distance: number): number[] {
    const atDistance = rows.filter((_, i) => squared[i] === distance).sort();
    const before: number[] = [];
    let others = 0;
    for (const row of atDistance) {
      if (this.codes[row] === code) before.push(others);
      else others++;
    }
    if (this.ties === 'lower-row') return before;
    return before.map(() => (this.ties === 'same-class' ? 0 : others));
  }
}
