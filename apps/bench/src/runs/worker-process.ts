import {type ChildProcess, fork} from 'node:child_process';
import {messageOf} from '../errors.js';
import type {WorkerMessage} from './messages.js';
import type {RunSpec} from './run-spec.js';

/** Characters of a dead worker's error output that are kept. */
const TAIL = 2000;

/** How a run ended in a worker. */
export type Outcome = Exclude<WorkerMessage, {type: 'step'}>;

/** A process that does runs, one at a time. */
export class WorkerProcess {
  private readonly child: ChildProcess;
  /** Why the process is no more. */
  private readonly ended: Promise<string>;

  /** @param script the worker's file */
  constructor(script: URL) {
    const child = fork(script, {stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: []});
    let output = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-TAIL);
    });
    this.child = child;
    this.ended = new Promise((resolve) => {
      child.on('error', (error) => resolve(messageOf(error)));
      child.on('close', (code, signal) => {
        const end = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
        resolve(`the worker process ${end}${output === '' ? '' : `: ${output.trim()}`}`);
      });
    });
  }

  /**
   * Does a run. A process that dies on the way, or has died before, or gives no sign of life, is a failed run; nothing is
   * thrown.
   *
   * @param patience how long it may give none, in ms
   */
  async perform(
    spec: RunSpec,
    patience: number,
    onStep: (done: number, total: number) => void,
  ): Promise<Outcome> {
    const {child} = this;
    let listener: ((message: unknown) => void) | undefined;
    const hung = new Watch(patience);
    const answered = new Promise<Outcome>((resolve) => {
      listener = (message) => {
        const received = message as WorkerMessage;
        hung.alive();
        if (received.type === 'step') onStep(received.done, received.total);
        else resolve(received);
      };
      child.on('message', listener);
    });
    // An error of sending means that the process is dying: `ended` says more.
    child.send(spec, () => {});
    const died = this.ended.then((error): Outcome => ({type: 'failed', error}));
    const outcome = await Promise.race([answered, died, hung.ended]);
    hung.stop();
    if (listener !== undefined) child.off('message', listener);
    return outcome;
  }

  /** Ends the process at once, whatever it does. */
  stop(): void {
    this.child.kill('SIGKILL');
  }
}

/** Waits for a process that gives no sign of life. */
class Watch {
  readonly ended: Promise<Outcome>;
  private timer: NodeJS.Timeout | undefined;

  /** @param patience how long it may give none, in ms */
  constructor(patience: number) {
    this.ended = new Promise((resolve) => {
      const error = `no progress for ${Math.round(patience / 1000)} s`;
      this.timer = setTimeout(() => resolve({type: 'failed', error}), patience);
    });
  }

  alive(): void {
    this.timer?.refresh();
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}
