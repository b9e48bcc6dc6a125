import {type Progress, type ProgressStream, runLine, TimeLeft} from './progress.js';

/** A line for each finished run: for logs and pipes. */
export function lineProgress(total: number, stream: ProgressStream, headline: readonly string[]): Progress {
  let over = 0;
  let left = new TimeLeft(total);
  return {
    start(before) {
      over = before;
      left = new TimeLeft(total - before);
    },
    step() {},
    finished(_worker, run) {
      over++;
      left.count();
      const rest = left.text();
      stream.write(`[${over}/${total}] ${runLine(run, headline)}${rest === '' ? '' : `, ${rest}`}\n`);
    },
    stop() {},
  };
}
