import {appendFileSync, existsSync, readFileSync, statSync, truncateSync} from 'node:fs';
import type {Run} from '../results/types.js';

/**
 * Finished runs, one a line as JSON. A line is added as a whole or, where the process or the machine ends in the middle of
 * it, torn: reading passes over a torn last line, and `mend` takes it away, so that whatever comes next begins a new one.
 */
export class Journal {
  constructor(private readonly path: string) {}

  /** Adds a line; where it cannot be written as a whole, on a full disk, what was written of it is taken back. */
  append(run: Run): void {
    const before = existsSync(this.path) ? statSync(this.path).size : 0;
    try {
      appendFileSync(this.path, `${JSON.stringify(run)}\n`);
    } catch (error) {
      if (existsSync(this.path)) truncateSync(this.path, before);
      throw error;
    }
  }

  /** Takes a torn last line away. */
  mend(): void {
    if (!existsSync(this.path)) return;
    const bytes = readFileSync(this.path);
    const whole = bytes.lastIndexOf('\n') + 1;
    if (whole < bytes.length) truncateSync(this.path, whole);
  }

  /**
   * The runs that were finished before; none where there is no journal. Nothing is changed.
   *
   * @throws Error that names the line where a whole line is no run
   */
  read(): Run[] {
    if (!existsSync(this.path)) return [];
    const lines = readFileSync(this.path, 'utf8').split('\n').slice(0, -1);
    return lines.map((line, index) => {
      const run = parsed(line);
      if (run === undefined) throw new Error(`line ${index + 1} is no run of this version of the benchmark`);
      return run;
    });
  }
}

function parsed(line: string): Run | undefined {
  try {
    const run = JSON.parse(line) as Partial<Run> | null;
    return typeof run?.key === 'string' && typeof run.id === 'string' ? (run as Run) : undefined;
  } catch {
    return undefined;
  }
}
