import {epochBatches} from '../../../src/training/batches.js';
import type {Task} from '../data/task.js';
import type {Settings} from '../settings/settings.js';
import {Contestant} from './contestant.js';
import type {Frame} from './frame.js';
import {titleOf} from './loss-names.js';
import {plugins} from './losses.js';
import {totalSteps} from './steps.js';

const batchSize = 64;

/** A pause in which other things of the thread get their turn. */
type Breathe = () => Promise<void>;

/** Several losses that train on the same batches, step by step. */
export class Session {
  private readonly contestants: readonly Contestant[];
  private batches: Int32Array[] = [];
  private epoch = 0;
  private done = 0;

  constructor(
    private readonly task: Task,
    private readonly settings: Settings,
    private readonly breathe: Breathe,
  ) {
    const made: Contestant[] = [];
    this.contestants = made;
    for (const name of settings.losses) {
      try {
        const plugin = plugins.find((each) => each.name === name)!;
        made.push(new Contestant(plugin, task, settings, totalSteps));
      } catch (error) {
        this.dispose();
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(`${titleOf(name)} cannot learn this in two dimensions; leave it out. (${reason})`);
      }
    }
  }

  get step(): number {
    return this.done;
  }

  get isFinished(): boolean {
    return this.done >= totalSteps;
  }

  /** The next batch, for one loss after another. */
  async advance(): Promise<void> {
    if (this.isFinished) return;
    const rows = this.nextBatch();
    for (const contestant of this.contestants) {
      await contestant.step(rows, this.done);
      await this.breathe();
    }
    this.done++;
  }

  async frame(): Promise<Frame> {
    const losses = [];
    for (const contestant of this.contestants) {
      losses.push(contestant.frame());
      await this.breathe();
    }
    return {step: this.done, losses};
  }

  dispose(): void {
    for (const contestant of this.contestants) contestant.dispose();
  }

  private nextBatch(): Int32Array {
    if (this.batches.length === 0) {
      this.batches = epochBatches(this.task.train.count, batchSize, this.settings.seed, ++this.epoch);
    }
    return this.batches.shift()!;
  }
}
