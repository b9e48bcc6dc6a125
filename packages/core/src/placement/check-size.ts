/** @throws Error for a count or a dimension that is not an integer >= 1 */
export function checkSize(owner: string, count: number, dimension: number): void {
  for (const [name, value] of Object.entries({count, dimension})) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new Error(`${owner}: ${name} must be an integer >= 1, but is ${value}.`);
    }
  }
}
