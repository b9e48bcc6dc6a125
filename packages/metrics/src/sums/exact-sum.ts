/**
 * A sum of finite numbers, rounded once at the end. So the order of the numbers does not matter, nor how they are split
 * into parts that are merged. Where numbers have one size this takes two or three of them for the whole sum.
 *
 * Source: Shewchuk, _Adaptive precision floating-point arithmetic_, Discrete & Computational Geometry 1997: the sum is
 * kept as numbers, ascending by magnitude, none of which overlaps the next.
 */
export class ExactSum {
  readonly #parts: number[] = [];
  // What came last, as the sum of two numbers: most of the time nothing else is needed.
  #high = 0;
  #low = 0;

  /** Numbers whose sum this is. */
  get parts(): readonly number[] {
    this.#settle();
    return this.#parts;
  }

  add(value: number): void {
    const high = this.#high;
    const sum = high + value;
    const fromValue = sum - high;
    const error = high - (sum - fromValue) + (value - fromValue);
    const low = this.#low;
    const errors = low + error;
    const fromError = errors - low;
    if (low - (errors - fromError) + (error - fromError) === 0) {
      this.#high = sum;
      this.#low = errors;
      return;
    }
    // Two numbers do not hold it.
    this.#settle();
    this.#high = value;
  }

  merge(parts: readonly number[]): void {
    for (const part of parts) this.add(part);
  }

  #settle(): void {
    grow(this.#parts, this.#low);
    grow(this.#parts, this.#high);
    this.#high = 0;
    this.#low = 0;
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

/** Adds a number to others, so that none overlaps the next. */
function grow(parts: number[], value: number): void {
  let carried = value;
  let kept = 0;
  for (const part of parts) {
    const sum = carried + part;
    const error = Math.abs(carried) < Math.abs(part) ? carried - (sum - part) : part - (sum - carried);
    if (error !== 0) parts[kept++] = error;
    carried = sum;
  }
  parts.length = kept;
  if (carried !== 0) parts.push(carried);
}
