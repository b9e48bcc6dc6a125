/**
 * A sum of finite numbers, rounded once at the end. So the order of the numbers does not matter, nor how they are split
 * into parts that are merged. Where numbers have one size this takes two or three of them for the whole sum.
 *
 * Source: Shewchuk, _Adaptive precision floating-point arithmetic_, Discrete & Computational Geometry 1997: the sum is
 * kept as numbers, ascending by magnitude, none of which overlaps the next.
 */
export class ExactSum {
  /** The sum as it is kept. */
  readonly parts: number[];

  constructor(parts: readonly number[] = []) {
    this.parts = [...parts];
  }

  add(value: number): void {
    const {parts} = this;
    let carried = value;
    let kept = 0;
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i] as number;
      const sum = carried + part;
      const error = Math.abs(carried) < Math.abs(part) ? carried - (sum - part) : part - (sum - carried);
      if (error !== 0) parts[kept++] = error;
      carried = sum;
    }
    parts.length = kept;
    parts.push(carried);
  }

  merge(parts: readonly number[]): void {
    for (const part of parts) this.add(part);
  }

  /** The number next to the sum, the even one of two. */
  get value(): number {
    const {parts} = this;
    let i = parts.length - 1;
    let sum = parts[i] ?? 0;
    while (i > 0) {
      const part = parts[--i] as number;
      const larger = sum;
      sum = larger + part;
      const error = part - (sum - larger);
      if (error === 0) continue;
      // The error may be half a step, rounded to even: what is left decides to which side it belongs.
      const rest = parts[i - 1] ?? 0;
      if ((error > 0 && rest > 0) || (error < 0 && rest < 0)) {
        const next = sum + 2 * error;
        if (next - sum === 2 * error) sum = next;
      }
      break;
    }
    return sum;
  }
}
