/** Thrown by a check where the loss breaks the contract. */
class ContractError extends Error {
  override readonly name = 'ContractError';
}

/** Ends a check as failed. */
export function fail(message: string): never {
  throw new ContractError(message);
}

/** Ends a check as failed unless `condition` holds. */
export function require(condition: boolean, message: () => string): asserts condition {
  if (!condition) fail(message());
}

/** Ends a check as failed with the first few of many findings. */
export function failWith(findings: readonly string[], shown = 4): void {
  if (findings.length === 0) return;
  const more = findings.length - shown;
  fail(findings.slice(0, shown).join('\n') + (more > 0 ? `\n… and ${more} more of the kind.` : ''));
}

/** The text of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A number as a failure shows it. */
export function digits(value: number): string {
  return Number.isInteger(value) && Math.abs(value) < 1e6
    ? String(value)
    : Number(value.toPrecision(7)).toString();
}

/** Options as a failure shows them. */
export function shown(options: object): string {
  return Object.keys(options).length === 0 ? 'default options' : `options ${JSON.stringify(options)}`;
}
