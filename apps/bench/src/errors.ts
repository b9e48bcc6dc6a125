/** Something that the user can mend: shown as its message alone. */
export class UserError extends Error {
  override readonly name: string = 'UserError';
}

/** The command line itself is wrong: an unknown command or option, a missing or malformed value. */
export class UsageError extends UserError {
  override readonly name = 'UsageError';
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
