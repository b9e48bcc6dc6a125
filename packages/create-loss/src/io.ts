/** The exit code that a shell gives to a command that Ctrl-C ended. */
export const INTERRUPTED = 130;

/** The world of the command, replaceable in tests. */
export interface Io {
  readonly stdout: {write(text: string): unknown};
  /** Where errors go. */
  readonly stderr: {write(text: string): unknown};
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Asks the person at the terminal; nothing where there is none. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  /** Ctrl-C. */
  readonly interrupt: AbortSignal;
}
