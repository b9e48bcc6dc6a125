import {clusters} from '../data/clusters.js';
import {digits} from '../data/digits.js';
import {type ReadTable, readTable, type TableChoice, tableTask} from '../data/table.js';
import type {Task} from '../data/task.js';
import type {Settings} from '../settings/settings.js';
import {type StartedBackend, startBackend} from './backend.js';
import type {Reply, Request} from './messages.js';
import {Session} from './session.js';

/**
 * Trains as it is asked to, and sends pictures. It is the same in a worker and, where there are none, on the page's own
 * thread, which it then leaves after every loss's step.
 */
export class Trainer {
  private session: Session | undefined;
  private id = 0;
  private isRunning = false;
  private stepsPerSecond = 40;
  private frameInterval = 60;
  private isDrawn = true;
  private lastFrame = 0;
  private backend: {readonly choice: string; readonly started: Promise<StartedBackend>} | undefined;
  /** Requests are done one after the other. */
  private queue: Promise<void> = Promise.resolve();

  constructor(private readonly reply: (reply: Reply) => void) {}

  receive(request: Request): void {
    if (request.kind === 'pace') {
      ({stepsPerSecond: this.stepsPerSecond, frameInterval: this.frameInterval} = request);
    } else if (request.kind === 'drawn') {
      this.isDrawn = true;
    } else {
      if (request.kind === 'prepare' || request.kind === 'pause') this.isRunning = false;
      this.queue = this.queue.then(() => this.perform(request));
    }
  }

  private async perform(request: Exclude<Request, {kind: 'pace' | 'drawn'}>): Promise<void> {
    try {
      if (request.kind === 'prepare') await this.prepare(request.id, request.settings, request.table);
      else if (request.kind === 'pause') await this.sendFrame();
      else if (request.kind === 'step') {
        await this.session?.advance();
        await this.sendFrame();
        this.tellIfFinished();
      } else if (this.session !== undefined && !this.isRunning) {
        this.isRunning = true;
        // Not waited for: a pause must get its turn.
        void this.train(this.session);
      }
    } catch (error) {
      this.refuse(error);
    }
  }

  private refuse(error: unknown): void {
    this.isRunning = false;
    this.reply({
      kind: 'refused',
      id: this.id,
      message: error instanceof Error ? error.message : String(error),
    });
  }

  private async prepare(id: number, settings: Settings, choice: TableChoice | undefined): Promise<void> {
    this.id = id;
    this.session?.dispose();
    this.session = undefined;
    if (this.backend?.choice !== settings.backend) {
      this.backend = {choice: settings.backend, started: startBackend(settings.backend)};
    }
    const table = settings.data === 'table' && choice !== undefined ? await readTable(choice) : undefined;
    const task = taskOf(settings, table);
    const {name, notes} = await this.backend.started;
    this.session = new Session(task, settings, breathe);
    this.isDrawn = true;
    this.reply({
      kind: 'prepared',
      id,
      backend: name,
      notes,
      task: {
        description: task.description,
        classNames: task.train.classNames,
        counts: task.counts,
        rare: task.rare,
        testLabels: task.test.labels,
        ...(table === undefined ? {} : {columnNames: table.columnNames, labelName: table.table.labelName}),
      },
    });
    await this.sendFrame();
  }

  private async train(session: Session): Promise<void> {
    let due = performance.now();
    try {
      while (this.isRunning && this.session === session && !session.isFinished) {
        await session.advance();
        const now = performance.now();
        // Too slow a machine does not hurry afterwards to catch up.
        due = Math.max(due + 1000 / this.stepsPerSecond, now - 50);
        if (this.isDrawn && now - this.lastFrame >= this.frameInterval) await this.sendFrame();
        await wait(due - performance.now());
      }
      if (this.session !== session || !session.isFinished) return;
      this.isRunning = false;
      await this.sendFrame();
      this.tellIfFinished();
    } catch (error) {
      if (this.session === session) this.refuse(error);
    }
  }

  private tellIfFinished(): void {
    if (this.session?.isFinished) this.reply({kind: 'finished', id: this.id});
  }

  private async sendFrame(): Promise<void> {
    const {session} = this;
    if (session === undefined) return;
    this.isDrawn = false;
    const frame = await session.frame();
    this.lastFrame = performance.now();
    if (this.session === session) this.reply({kind: 'frame', id: this.id, frame});
  }
}

function taskOf(settings: Settings, table: ReadTable | undefined): Task {
  if (settings.data === 'clusters') return clusters(settings);
  if (settings.data === 'digits') return digits(settings);
  if (table === undefined) throw new Error('Choose a CSV file first.');
  return tableTask(table, settings);
}

const wait = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.max(0, milliseconds)));

const isWorker = typeof document === 'undefined';

/** On the page's own thread, lets it paint and take input; in a worker nothing waits for that. */
async function breathe(): Promise<void> {
  if (!isWorker) await wait(0);
}
