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
  private errorOutput = '';

  /** @param script the worker's file */
  constructor(script: URL) {
    this.child = fork(script, {stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: []});
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.errorOutput = (this.errorOutput + text).slice(-TAIL);
    });
  }

  /** Does a run. A process that dies on the way is a failed run; nothing is thrown. */
  perform(spec: RunSpec, onStep: (done: number, total: number) => void): Promise<Outcome> {
    return new Promise((resolve) => {
      const {child} = this;
      const finish = (outcome: Outcome): void => {
        child.off('message', onMessage).off('close', onClose).off('error', onError);
        resolve(outcome);
      };
      const onMessage = (message: unknown): void => {
        const received = message as WorkerMessage;
        if (received.type === 'step') onStep(received.done, received.total);
        else finish(received);
      };
      const onClose = (code: number | null, signal: string | null): void => {
        const end = signal === null ? `ended with code ${code}` : `was ended by ${signal}`;
        const output = this.errorOutput.trim();
        finish({type: 'failed', error: `the worker process ${end}${output === '' ? '' : `: ${output}`}`});
      };
      const onError = (error: unknown): void => finish({type: 'failed', error: messageOf(error)});
      child.on('message', onMessage).on('close', onClose).on('error', onError);
      child.send(spec, (error) => {
        // A process that is dying says more when it closes.
        if (error !== null && child.exitCode === null && child.signalCode === null) onError(error);
      });
    });
  }

  /** Ends the process at once, whatever it does. */
  stop(): void {
    this.child.kill('SIGKILL');
  }
}
