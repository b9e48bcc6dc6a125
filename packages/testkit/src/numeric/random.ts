/** Seeded numbers: the same on every machine and run. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = (seed * 0x9e3779b1 + 0x85ebca6b) >>> 0;
  }

  /** A number in (0, 1) (mulberry32). */
  uniform(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (((t ^ (t >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  }

  /** Standard normal numbers (Box–Muller). */
  normals(count: number): Float64Array {
    return Float64Array.from({length: count}, () => {
      const radius = Math.sqrt(-2 * Math.log(this.uniform()));
      return radius * Math.cos(2 * Math.PI * this.uniform());
    });
  }

  /** Standard normal numbers in rows. */
  rows(count: number, columns: number): number[][] {
    return Array.from({length: count}, () => Array.from(this.normals(columns)));
  }
}
