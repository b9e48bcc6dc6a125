import type {ProgressStream} from '../output/progress.js';

/** The exit code that a shell gives to a command that Ctrl-C ended. */
export const INTERRUPTED = 130;

/** The world of a command, replaceable in tests. */
export interface Io {
  readonly stdout: ProgressStream;
  /** Where progress and errors go. */
  readonly stderr: ProgressStream;
  readonly cwd: string;
  /** Ctrl-C: come to an end. */
  readonly finish: AbortSignal;
  /** Ctrl-C once more: stop at once. */
  readonly interrupt: AbortSignal;
}
