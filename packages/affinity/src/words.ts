/** A number as texts show it: four digits, whole numbers in full. */
export function shown(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

/** Numbers in a row, the first ten of them. */
export function listed(values: readonly number[]): string {
  const first = values.slice(0, 10).map(shown).join(', ');
  return values.length > 10 ? `${first}, …` : first;
}
