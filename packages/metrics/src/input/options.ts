/** Throws that an option's value is not allowed. */
export function refuse(name: string, value: unknown, needed: string): never {
  const shown = Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
  throw new RangeError(`${name} is ${shown}: ${needed}`);
}

/** Throws where an option is not one of those that the metric knows. */
export function checkKnown(options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (!known.includes(key))
      throw new RangeError(`unknown option ${key}: this metric knows ${known.join(', ')}`);
  }
}

/** Throws where a value is given that is none of those allowed. */
export function checkChoice<T>(name: string, value: T, choices: readonly T[]): void {
  if (!choices.includes(value)) refuse(name, value, `allowed are ${choices.join(', ')}`);
}

/** Throws where a value is no whole number from `min` to `max`. */
export function checkWhole(name: string, value: number, min: number, max: number = Infinity): void {
  if (Number.isSafeInteger(value) && value >= min && value <= max) return;
  refuse(
    name,
    value,
    `it must be a whole number ${max === Infinity ? `of at least ${min}` : `from ${min} to ${max}`}`,
  );
}

/** Throws where a value is no finite number from `min` to `max`. */
export function checkBetween(name: string, value: number, min: number, max: number = Infinity): void {
  if (Number.isFinite(value) && value >= min && value <= max) return;
  refuse(
    name,
    value,
    max === Infinity
      ? `it must be a finite number of at least ${min}`
      : `it must lie between ${min} and ${max}`,
  );
}
