import {randomUUID} from 'node:crypto';
import {setTimeout as sleep} from 'node:timers/promises';
import {type Job, Queue} from 'bullmq';
import type {Settings} from '../results/types.js';
import type {RunEvents} from '../runs/executor.js';
import {failedRun, type RunSpec, runHeader} from '../runs/run-spec.js';
import {announce, type BenchEntry, withdraw} from './bench-entry.js';
import {ATTEMPTS, MOST_LOSSES, PREFIX, type RunJob, type RunProgress, type RunResult} from './job.js';
import {connectRedis, type RedisLink, RedisLostError, type RedisPatience, redisPatience} from './redis.js';
import type {RedisAddress} from './redis-address.js';

/** Time between two looks at the queue, in ms. */
const LOOK_EVERY = 500;
/** How many jobs a look takes at a time: a result has some 100 kB. */
const TAKEN = 16;
/** Time between two signs of life, in ms. */
const SIGN_EVERY = 5000;
/** How long no worker is there before it is said, in ms. */
const LONELY = 10_000;

export interface CoordinatorOptions {
  readonly address: RedisAddress;
  readonly entry: BenchEntry;
  /** Milliseconds without progress after which a run counts as hung. */
  readonly patience: number;
  /** Takes a line for the user. */
  readonly say: (line: string) => void;
  readonly redisPatience?: RedisPatience;
}

/**
 * Puts runs into a queue in Redis and collects what workers made of them. All that Redis knows may be lost, and each run is handed
 * on once, whatever happens: the journal is the truth.
 */
export class Coordinator {
  /** Why not all runs were done, if Redis is the reason. */
  lost: string | undefined;
  private readonly token = randomUUID();
  /** Keys of the runs that were handed on. */
  private readonly over = new Set<string>();
  private readonly slots: (string | undefined)[] = [];
  private mostActive = 0;
  private readonly hosts: Settings['host'][] = [];
  private closed = false;
  private lastSign = 0;
  private lonelySince: number | undefined;

  private constructor(
    private readonly link: RedisLink,
    private readonly queue: Queue<RunJob, RunResult>,
    private readonly options: CoordinatorOptions,
  ) {}

  /** @throws UserError where Redis cannot be used, or another process does the same comparison there */
  static async open(options: CoordinatorOptions): Promise<Coordinator> {
    const {address, entry, say} = options;
    const link = await connectRedis(address, options.redisPatience ?? redisPatience, say);
    const queue = new Queue<RunJob, RunResult>(entry.name, {connection: link.redis, prefix: PREFIX});
    queue.on('error', () => {}); // The link says what is wrong with the connection.
    const coordinator = new Coordinator(link, queue, options);
    try {
      await coordinator.signOfLife();
      // Results that came while no coordinator was there stay; what was not begun is put in again.
      await coordinator.orLost(queue.drain(true));
      await coordinator.orLost(queue.resume());
      for (const job of await coordinator.orLost(queue.getFailed())) await job?.remove();
    } catch (error) {
      link.close();
      throw error;
    }
    return coordinator;
  }

  /** Does runs at the queue; ends early where Redis stays away, which `lost` tells. */
  async execute(specs: readonly RunSpec[], events: RunEvents): Promise<void> {
    try {
      await this.work(specs, events);
    } catch (error) {
      if (!(error instanceof RedisLostError)) throw error;
      this.lost = error.message;
    }
  }

  /** What the results say of the machines: those of the workers that did runs; undefined where none did. */
  machines(): Pick<Settings, 'jobs' | 'host'> | undefined {
    if (this.hosts.length === 0) return undefined;
    const cpu = [...new Set(this.hosts.map((host) => host.cpu))].join('; ');
    const cores = Math.max(...this.hosts.map((host) => host.cores));
    return {jobs: Math.max(1, this.mostActive), host: {cpu, cores}};
  }

  /** Takes everything of this comparison out of Redis; workers drop what they do for it. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    try {
      if (this.lost === undefined) {
        await this.orLost(withdraw(this.link.redis, this.options.entry.name));
        await this.orLost(this.queue.obliterate({force: true}));
      }
    } catch (error) {
      if (!(error instanceof RedisLostError)) throw error;
      this.lost ??= error.message;
    } finally {
      this.link.close();
    }
  }

  private async work(specs: readonly RunSpec[], {finish, stop, onStep, onRun}: RunEvents): Promise<void> {
    const open = new Map<string, RunSpec[]>();
    for (const spec of specs) open.set(spec.key, [...(open.get(spec.key) ?? []), spec]);
    const handOn = (key: string, made: (spec: RunSpec) => RunResult['run']): void => {
      const slot = this.slots.indexOf(key);
      for (const spec of open.get(key) ?? []) onRun(Math.max(0, slot), made(spec));
      open.delete(key);
      this.over.add(key);
      if (slot >= 0) this.slots[slot] = undefined;
    };
    let returns = -1;
    let paused = false;
    while (open.size > 0 && !stop.aborted) {
      const known = await this.signOfLife();
      if (!known || returns !== this.link.returns()) {
        returns = this.link.returns();
        await this.orLost(this.add([...open.values()].map(([spec]) => spec!)));
      }
      if (finish.aborted && !paused) {
        await this.orLost(this.queue.pause());
        paused = true;
      }
      // In this order: whatever ends between the two looks is active or finished in one of them.
      const active = await this.orLost(this.queue.getActive());
      const finished = await this.orLost(this.queue.getJobs(['completed', 'failed'], 0, TAKEN - 1, true));
      this.show(active, open, onStep);
      for (const job of finished) {
        const key = job?.id;
        if (key === undefined) continue;
        const {returnvalue: result, failedReason} = job as Job<RunJob, RunResult>;
        if (open.has(key)) {
          if (result?.run !== undefined) {
            this.hosts.push(result.host);
            handOn(key, (spec) => ({...result.run, ...runHeader(spec)}));
          } else {
            handOn(key, (spec) => failedRun(spec, failureText(failedReason), 0));
          }
        }
        if (this.over.has(key)) await this.orLost(job.remove());
      }
      if (paused && active.length === 0 && finished.length === 0) return;
      await this.sayIfLonely(active.length);
      if (finished.length < TAKEN) await pause(LOOK_EVERY, stop);
    }
  }

  /** @returns whether Redis still knew of this comparison */
  private async signOfLife(): Promise<boolean> {
    if (performance.now() - this.lastSign < SIGN_EVERY && this.lastSign > 0) return true;
    const known = await this.orLost(announce(this.link.redis, this.options.entry, this.token));
    this.lastSign = performance.now();
    return known;
  }

  /** Jobs that are there already stay as they are. */
  private async add(specs: readonly RunSpec[]): Promise<void> {
    const {patience} = this.options;
    await this.queue.addBulk(
      specs.map((spec) => ({
        name: spec.id,
        data: {spec, patience},
        opts: {jobId: spec.key, attempts: ATTEMPTS, backoff: {type: 'fixed', delay: 1000}},
      })),
    );
  }

  private show(
    active: readonly Job[],
    open: ReadonlyMap<string, RunSpec[]>,
    onStep: RunEvents['onStep'],
  ): void {
    this.mostActive = Math.max(this.mostActive, active.length);
    for (const job of active) {
      const key = job?.id;
      const spec = key === undefined ? undefined : open.get(key)?.[0];
      if (key === undefined || spec === undefined) continue;
      let slot = this.slots.indexOf(key);
      if (slot < 0) {
        slot = this.slots.indexOf(undefined);
        if (slot < 0) slot = this.slots.length;
        this.slots[slot] = key;
      }
      const {done, total} = job.progress as Partial<RunProgress>;
      onStep(slot, spec, done ?? 0, total ?? 1);
    }
  }

  private async sayIfLonely(active: number): Promise<void> {
    // Where Redis does not tell who is connected, nobody is missed.
    const workers = active > 0 ? 1 : await this.orLost(this.queue.getWorkersCount().catch(() => 1));
    if (workers > 0) {
      this.lonelySince = undefined;
      return;
    }
    this.lonelySince ??= performance.now();
    if (this.lonelySince === Number.POSITIVE_INFINITY || performance.now() - this.lonelySince < LONELY)
      return;
    const {address, say} = this.options;
    say(
      `No worker does these runs; start some, on any machine with this checkout: npm run bench -- worker --queue ${address.shown}`,
    );
    this.lonelySince = Number.POSITIVE_INFINITY; // Once is enough, until one comes and goes.
  }

  private orLost<T>(asked: Promise<T>): Promise<T> {
    return Promise.race([asked, this.link.lost]);
  }
}

function failureText(reason: string | undefined): string {
  return reason?.includes('stalled') === true
    ? `its worker was lost ${MOST_LOSSES + 1} times`
    : (reason ?? 'the worker said nothing');
}

/** Sleeps, and not on where the signal comes. */
async function pause(time: number, signal: AbortSignal): Promise<void> {
  await sleep(time, undefined, {signal}).catch(() => {});
}
