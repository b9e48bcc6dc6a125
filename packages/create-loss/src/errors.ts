/** Something that the user can mend: shown as its message alone, exit code 1. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
}

/** The command line itself is wrong: exit code 2. */
export class UsageError extends UserError {
  override readonly name = 'UsageError';
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
