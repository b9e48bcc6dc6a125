import type {QueryScores} from './query-scores.js';
import type {ClassRetrieval, Retrieval, RetrievalScores} from './result.js';

/** Sums of the scores of queries. */
interface Sums {
  counted: number;
  recalls: number[];
  rPrecision: number;
  averagePrecisionAtR: number;
  reciprocalRank: number;
  atOne: number;
}

/** Adds up the scores of queries, class by class. */
export class Tally {
  private readonly sums: Sums[];
  private readonly queries: Int32Array;
  private lone = 0;

  /** @param ks the K of recall@K, ascending */
  constructor(
    classes: number,
    private readonly ks: readonly number[],
  ) {
    this.queries = new Int32Array(classes);
    this.sums = Array.from({length: classes}, () => ({
      counted: 0,
      recalls: ks.map(() => 0),
      rPrecision: 0,
      averagePrecisionAtR: 0,
      reciprocalRank: 0,
      atOne: 0,
    }));
  }

  add(code: number, {firstRank, rPrecision, averagePrecisionAtR}: QueryScores): void {
    const sums = this.sums[code]!;
    this.queries[code]!++;
    sums.counted++;
    sums.rPrecision += rPrecision;
    sums.averagePrecisionAtR += averagePrecisionAtR;
    if (firstRank === 1) sums.atOne++;
    if (firstRank <= this.ks.at(-1)!) sums.reciprocalRank += 1 / firstRank;
    for (const [place, k] of this.ks.entries()) if (firstRank <= k) sums.recalls[place]!++;
  }

  /** A query with nothing to find: all of its scores are 0 where it counts. */
  addLone(code: number, counts: boolean): void {
    this.queries[code]!++;
    this.lone++;
    if (counts) this.sums[code]!.counted++;
  }

  /**
   * @param labels the classes to report
   * @param relevantOf how many rows each query of a class can find
   */
  result(labels: readonly number[], relevantOf: (code: number) => number): Retrieval {
    const perClass = labels.map(
      (label, code): ClassRetrieval => ({
        label,
        queries: this.queries[code]!,
        relevant: relevantOf(code),
        ...this.means([{sums: this.sums[code]!, share: 1}]),
      }),
    );
    const counted = this.sums.filter((sums) => sums.counted > 0);
    const all = counted.reduce((sum, sums) => sum + sums.counted, 0);
    return {
      queries: this.queries.reduce((sum, count) => sum + count, 0),
      lone: this.lone,
      micro: this.means(counted.map((sums) => ({sums, share: sums.counted / all}))),
      macro: this.means(counted.map((sums) => ({sums, share: 1 / counted.length}))),
      perClass,
    };
  }

  /** The mean over classes by their shares of the mean over the queries of each. */
  private means(parts: {sums: Sums; share: number}[]): RetrievalScores {
    const known = parts.filter(({sums}) => sums.counted > 0);
    const mean = (of: (sums: Sums) => number): number | null =>
      known.length === 0
        ? null
        : known.reduce((sum, {sums, share}) => sum + (of(sums) / sums.counted) * share, 0);
    return {
      precisionAt1: mean((sums) => sums.atOne),
      recallAt: this.ks.map((k, place) => ({k, recall: mean((sums) => sums.recalls[place]!)})),
      rPrecision: mean((sums) => sums.rPrecision),
      mapAtR: mean((sums) => sums.averagePrecisionAtR),
      meanReciprocalRank: mean((sums) => sums.reciprocalRank),
    };
  }
}
