import {MultiBar, type SingleBar} from 'cli-progress';
import {type Progress, type ProgressStream, runLine, TimeLeft} from './progress.js';

const TOTAL = '{bar} {value}/{total} runs, {duration_formatted} {left}';
const WORKER = '{bar} {percentage} % {label}';

/** A bar for the whole comparison and one for each process: for terminals. */
export function barProgress(total: number, stream: ProgressStream, headline: readonly string[]): Progress {
  const bars = new MultiBar({
    stream,
    hideCursor: true,
    barsize: 24,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    linewrap: true,
    clearOnComplete: false,
    // Ctrl-C is handled where the workers are stopped.
    gracefulExit: false,
  });
  const all = bars.create(total, 0, {left: ''}, {format: TOTAL});
  let left = new TimeLeft(total);
  const workers: SingleBar[] = [];
  const barOf = (worker: number): SingleBar =>
    (workers[worker] ??= bars.create(1, 0, {label: ''}, {format: WORKER}));
  return {
    start(over) {
      all.update(over);
      left = new TimeLeft(total - over);
    },
    step(worker, label, done, steps) {
      const bar = barOf(worker);
      bar.setTotal(steps);
      bar.update(done, {label});
    },
    finished(_worker, run) {
      left.count();
      all.increment(1, {left: left.text()});
      if (run.status === 'failed') bars.log(`${runLine(run, headline)}\n`);
    },
    stop() {
      bars.stop();
    },
  };
}
