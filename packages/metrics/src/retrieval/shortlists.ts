import {largest} from './select.js';

/** Where a list's numbers lie among the places. */
const [START, USED, ROOM, PLACE] = [0, 1, 2, 4];

/**
 * Rows that may be among the nearest of some queries, with their scores: the higher, the nearer. What belongs together lies
 * side by side, as nearly every addition is to another list.
 */
export class Shortlists {
  /** For each query where its list begins, how many rows it has, and how many it has room for. */
  private readonly places: Int32Array;
  /** A row and its score, one after another. */
  private rows: Int32Array;
  private scores: Float32Array;
  /** Where free memory begins. */
  private end = 0;
  private scratch = new Float32Array(0);

  /**
   * @param rooms how many rows each query's list has room for at first
   * @param most how many rows all lists together may have room for
   */
  constructor(
    rooms: Int32Array,
    private readonly most: number,
  ) {
    this.places = new Int32Array(rooms.length * PLACE);
    for (const [query, room] of rooms.entries()) {
      this.places[query * PLACE + START] = this.end;
      this.places[query * PLACE + ROOM] = room;
      this.end += room;
    }
    this.rows = new Int32Array(this.end * 2);
    this.scores = new Float32Array(this.rows.buffer);
  }

  /** Adds a row to a list that is not full; whether it is full now. */
  add(query: number, row: number, score: number): boolean {
    const {places} = this;
    const place = query * PLACE;
    const used = places[place + USED]!;
    const at = (places[place + START]! + used) * 2;
    this.rows[at] = row;
    this.scores[at + 1] = score;
    places[place + USED] = used + 1;
    return used + 1 === places[place + ROOM];
  }

  /** The depth-th best score; nothing where there are fewer. */
  scoreAt(query: number, depth: number): number | undefined {
    const start = this.places[query * PLACE + START]!;
    const count = this.places[query * PLACE + USED]!;
    if (count < depth) return undefined;
    if (this.scratch.length < count) this.scratch = new Float32Array(2 * count);
    for (let i = 0; i < count; i++) this.scratch[i] = this.scores[(start + i) * 2 + 1]!;
    return largest(this.scratch, count, depth);
  }

  /** Takes off a list what is below a score, and gives it more room where little comes off; false where there is none. */
  cut(query: number, least: number): boolean {
    const start = this.places[query * PLACE + START]!;
    const room = this.places[query * PLACE + ROOM]!;
    let kept = start;
    for (let i = start; i < start + this.places[query * PLACE + USED]!; i++) {
      if (this.scores[i * 2 + 1]! < least) continue;
      this.rows[kept * 2] = this.rows[i * 2]!;
      this.scores[kept * 2 + 1] = this.scores[i * 2 + 1]!;
      kept++;
    }
    this.places[query * PLACE + USED] = kept - start;
    return kept - start <= 0.75 * room || this.grow(query);
  }

  private grow(query: number): boolean {
    const start = this.places[query * PLACE + START]!;
    const used = this.places[query * PLACE + USED]!;
    const room = 2 * this.places[query * PLACE + ROOM]!;
    if (this.end + room > this.most) return false;
    if ((this.end + room) * 2 > this.rows.length) {
      const {rows} = this;
      this.rows = new Int32Array(2 * Math.min(this.most, Math.ceil(1.25 * (this.end + room))));
      this.rows.set(rows);
      this.scores = new Float32Array(this.rows.buffer);
    }
    this.rows.copyWithin(this.end * 2, start * 2, (start + used) * 2);
    this.places[query * PLACE + START] = this.end;
    this.places[query * PLACE + ROOM] = room;
    this.end += room;
    return true;
  }

  /** Writes the rows of a list with this score or a better one; returns how many. */
  rowsFrom(query: number, least: number, rows: Int32Array): number {
    const start = this.places[query * PLACE + START]!;
    let count = 0;
    for (let i = start; i < start + this.places[query * PLACE + USED]!; i++)
      if (this.scores[i * 2 + 1]! >= least) rows[count++] = this.rows[i * 2]!;
    return count;
  }
}
