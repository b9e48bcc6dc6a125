import {appendFileSync, existsSync, readFileSync, truncateSync} from 'node:fs';
import type {Run} from '../results/types.js';

/**
 * Finished runs, one a line as JSON. A line is added as a whole or, where the process or the machine ends in the middle of
 * it, torn: reading takes a torn last line away, so that whatever comes next begins a new one.
 */
export class Journal {
  constructor(private readonly path: string) {}

  append(run: Run): void {
    appendFileSync(this.path, `${JSON.stringify(run)}\n`);
  }

  /**
   * The runs that were finished before; none where there is no journal.
   *
   * @throws Error that names the line where a whole line is no run
   */
  read(): Run[] {
    if (!existsSync(this.path)) return [];
    const bytes = readFileSync(this.path);
    const whole = bytes.lastIndexOf('\n') + 1;
    if (whole < bytes.length) truncateSync(this.path, whole);
    const lines = bytes.subarray(0, whole).toString('utf8').split('\n').slice(0, -1);
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
