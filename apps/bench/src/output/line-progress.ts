import {type Progress, type ProgressStream, runLine} from './progress.js';

/** A line for each finished run: for logs and pipes. */
export function lineProgress(total: number, stream: ProgressStream, headline: readonly string[]): Progress {
  let over = 0;
  return {
    start(before) {
      over = before;
    },
    step() {},
    finished(_worker, run) {
      over++;
      stream.write(`[${over}/${total}] ${runLine(run, headline)}\n`);
    },
    stop() {},
  };
}
