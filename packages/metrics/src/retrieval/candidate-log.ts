/** Rows that were found, by query: those of query i from `starts[i]` to `starts[i + 1]`. */
export interface Candidates {
  starts: Int32Array;
  rows: Int32Array;
  squared: Float64Array;
}

/** Rows that were found for queries, in the order of the search, to be read query by query. */
export class CandidateLog {
  private used = 0;
  private places: Int32Array;
  private rows: Int32Array;
  private squared: Float64Array;

  /** @param expected how many will be found, about */
  constructor(
    private readonly queries: number,
    expected: number,
  ) {
    const size = Math.ceil(expected * 1.1) + 1024;
    this.places = new Int32Array(size);
    this.rows = new Int32Array(size);
    this.squared = new Float64Array(size);
  }

  add(query: number, row: number, squared: number): void {
    if (this.used === this.rows.length) this.grow();
    this.places[this.used] = query;
    this.rows[this.used] = row;
    this.squared[this.used++] = squared;
  }

  private grow(): void {
    const {places, rows, squared} = this;
    const size = Math.ceil(rows.length * 1.5);
    this.places = new Int32Array(size);
    this.rows = new Int32Array(size);
    this.squared = new Float64Array(size);
    this.places.set(places);
    this.rows.set(rows);
    this.squared.set(squared);
  }

  /** Sorts what was found by query. */
  sorted(): Candidates {
    const starts = new Int32Array(this.queries + 1);
    for (let i = 0; i < this.used; i++) starts[this.places[i]! + 1]!++;
    for (let query = 0; query < this.queries; query++) starts[query + 1]! += starts[query]!;
    const next = starts.slice();
    const rows = new Int32Array(this.used);
    const squared = new Float64Array(this.used);
    for (let i = 0; i < this.used; i++) {
      const at = next[this.places[i]!]!++;
      rows[at] = this.rows[i]!;
      squared[at] = this.squared[i]!;
    }
    return {starts, rows, squared};
  }
}
