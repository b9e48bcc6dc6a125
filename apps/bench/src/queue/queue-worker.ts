import {availableParallelism, cpus, hostname} from 'node:os';
import {setTimeout as sleep} from 'node:timers/promises';
import {isDeepStrictEqual} from 'node:util';
import {type Job, WaitingError, Worker} from 'bullmq';
import {checkBackendInstalled} from '../backend.js';
import {messageOf} from '../errors.js';
import type {Settings} from '../results/types.js';
import {type Environment, runKey} from '../runs/run-key.js';
import {failedRun, type RunSpec} from '../runs/run-spec.js';
import {WorkerProcess} from '../runs/worker-process.js';
import {suiteOf} from '../suites/index.js';
import {type BenchEntry, type KnownBench, knownBenches} from './bench-entry.js';
import {MOST_LOSSES, PREFIX, type RunJob, type RunProgress, type RunResult} from './job.js';
import type {RedisLink} from './redis.js';

/** A worker that does not renew its hold on a run for so long has lost it, in ms. */
const HOLD = 15_000;
/** Time between two looks for runs that have lost their worker, in ms. */
const LOOK_FOR_LOST_EVERY = 5000;
/** Time between two looks for comparisons, in ms. */
const LOOK_EVERY = 1000;
/** Time between two words on how far a run is, in ms. */
const TELL_EVERY = 1000;

export interface QueueWorkerOptions {
  readonly link: RedisLink;
  /** Runs at the same time. */
  readonly jobs: number;
  /** Where the data is on this machine; where the coordinator has it, where undefined. */
  readonly data: string | undefined;
  /** Where packages are looked for. */
  readonly cwd: string;
  /** The worker process's file. */
  readonly script: URL;
  /** The code and the versions of this worker. */
  readonly environment: Environment & {readonly versions: Settings['versions']};
  /** Takes a line for the user. */
  readonly say: (line: string) => void;
  /** A run is over, well or not. */
  readonly onRun: (result: RunResult, entry: BenchEntry) => void;
  /** Ends the worker when its runs are over. */
  readonly finish: AbortSignal;
  /** Gives the runs under way back. */
  readonly stop: AbortSignal;
}

/**
 * Does runs of all comparisons at a Redis that can be done here, until it is asked to finish. Serves one comparison at a time: the
 * oldest that has runs to do.
 *
 * @throws RedisLostError where Redis stays away
 */
export async function serveQueue(options: QueueWorkerOptions): Promise<void> {
  const {link, finish, stop, say} = options;
  /** Why a comparison is not served, by name and start: the same one may be started again with mended data. */
  const refused = new Map<string, string>();
  let serving: Service | undefined;
  const idOf = ({name, startedAt}: BenchEntry): string => `${name} ${startedAt}`;
  try {
    say('Waiting for comparisons.');
    while (!finish.aborted) {
      const benches = await Promise.race([knownBenches(link.redis), link.lost]);
      const served: KnownBench[] = [];
      for (const bench of benches) {
        const id = idOf(bench.entry);
        if (!refused.has(id)) {
          const why = await refusal(bench.entry, options);
          refused.set(id, why);
          if (why !== '') say(`Refuses ${nameOf(bench.entry)}: ${why}`);
        }
        if (bench.alive && refused.get(id) === '') served.push(bench);
      }
      if (serving !== undefined) {
        const {entry, refusal: why} = serving;
        if (why !== undefined) {
          refused.set(idOf(entry), why);
          say(`Refuses further runs of ${nameOf(entry)}: ${why}`);
        }
        const isThere = benches.some((bench) => bench.entry.name === entry.name);
        const isServed = served.some((bench) => bench.entry.name === entry.name) && why === undefined;
        if (!isThere) {
          await serving.drop();
          say(`${nameOf(entry)} is over. Waiting for comparisons.`);
          serving = undefined;
        } else if (!isServed) {
          await serving.finish();
          if (why === undefined) say(`The coordinator of ${nameOf(entry)} is gone; waiting for it.`);
          serving = undefined;
        }
      }
      serving = await chosen(served, serving, options);
      await sleep(LOOK_EVERY, undefined, {signal: finish}).catch(() => {});
    }
    if (serving !== undefined) {
      const current = serving;
      const giveBack = (): void => current.giveBack();
      stop.addEventListener('abort', giveBack);
      if (stop.aborted) giveBack();
      await Promise.race([current.finish(), link.lost]);
      stop.removeEventListener('abort', giveBack);
    }
  } finally {
    serving?.kill();
  }
}

const nameOf = ({sample, host}: BenchEntry): string => `${sample.suite} of ${host}`;

/** The comparison to be served next: stays with the present one while it has something to do. */
async function chosen(
  served: readonly KnownBench[],
  serving: Service | undefined,
  options: QueueWorkerOptions,
): Promise<Service | undefined> {
  const {link, say} = options;
  if (serving?.isBusy() === true) return serving;
  const waiting = await Promise.race([
    Promise.all(served.map(({entry}) => link.redis.llen(`${PREFIX}:${entry.name}:wait`))),
    link.lost,
  ]);
  const at = waiting.findIndex((count) => count > 0);
  // Runs of others may lose their worker: somebody has to see it.
  const next = served[Math.max(at, 0)]?.entry;
  if (next === undefined || (serving !== undefined && (at < 0 || next.name === serving.entry.name)))
    return serving;
  await serving?.finish();
  say(`Serves ${nameOf(next)}.`);
  return new Service(next, options);
}

/** Why runs of a comparison cannot be done here; empty where they can. */
async function refusal(entry: BenchEntry, {environment, data, cwd}: QueueWorkerOptions): Promise<string> {
  const {code, versions} = environment;
  const texts = (of: {code: string; versions: Settings['versions']}): string =>
    `isomargin ${of.versions.isomargin} (code ${of.code.slice(0, 12)}), tfjs ${of.versions.tfjs}, Node.js ${of.versions.node}`;
  if (entry.code !== code || !isDeepStrictEqual(entry.versions, versions)) {
    return `it is of another version: ${texts(entry)}; this worker: ${texts({code, versions})}. Use the same checkout and Node.js.`;
  }
  try {
    checkBackendInstalled(entry.sample.backend, cwd);
    const options = {...entry.options, data: data ?? entry.options.data};
    const here = await suiteOf(entry.sample).datasets(options);
    for (const there of entry.datasets) {
      const same = here.find(({name}) => name === there.name);
      if (same === undefined) return `its data set ${there.name} is not in ${options.data}.`;
      const {trainCounts, testCounts, contentHash} = same;
      const {trainCounts: train, testCounts: test, contentHash: hash} = there;
      if (!isDeepStrictEqual([trainCounts, testCounts, contentHash], [train, test, hash])) {
        return `its data set ${there.name} is another one here, in ${options.data}. Give this worker the same data by --data.`;
      }
    }
    return '';
  } catch (error) {
    return `${messageOf(error)}${data === undefined ? ' A folder of this machine can be given by --data.' : ''}`;
  }
}

/** Does runs of one comparison. */
class Service {
  /** Why no further runs can be done. */
  refusal: string | undefined;
  private readonly worker: Worker<RunJob, RunResult>;
  private readonly idle: WorkerProcess[] = [];
  private readonly busy = new Set<WorkerProcess>();
  private ends: 'giving back' | 'dropping' | undefined;
  private readonly host: Settings['host'] = {
    cpu: cpus()[0]?.model.trim() ?? '',
    cores: availableParallelism(),
  };

  constructor(
    readonly entry: BenchEntry,
    private readonly options: QueueWorkerOptions,
  ) {
    this.worker = new Worker<RunJob, RunResult>(entry.name, (job, token) => this.perform(job, token), {
      connection: options.link.redis,
      prefix: PREFIX,
      concurrency: options.jobs,
      name: hostname(),
      lockDuration: HOLD,
      stalledInterval: LOOK_FOR_LOST_EVERY,
      maxStalledCount: MOST_LOSSES,
    });
    // Of the connection its link tells; of a run that was given to another worker there is nothing to be told.
    this.worker.on('error', () => {});
  }

  isBusy(): boolean {
    return this.busy.size > 0;
  }

  /** Ends when the runs under way are over. */
  async finish(): Promise<void> {
    await this.worker.close();
    this.kill();
  }

  /** Ends the runs under way; other workers may do them. */
  giveBack(): void {
    this.ends = 'giving back';
    this.stop();
  }

  /** Ends runs that nobody waits for. */
  async drop(): Promise<void> {
    this.kill();
    await this.worker.close(true);
  }

  kill(): void {
    this.ends ??= 'dropping';
    this.stop();
  }

  private stop(): void {
    for (const process of [...this.idle, ...this.busy]) process.stop();
  }

  private async perform(job: Job<RunJob, RunResult>, token: string | undefined): Promise<RunResult> {
    const spec = this.ownSpec(job);
    const process = this.idle.pop() ?? new WorkerProcess(this.options.script);
    this.busy.add(process);
    const started = performance.now();
    try {
      const outcome = await process.perform(spec, job.data.patience, teller(job));
      if (this.ends === 'giving back') {
        await job.moveToWait(token);
        throw new WaitingError();
      }
      // Not a failure of the run.
      if (this.ends === 'dropping') throw new Error('nobody waits for it');
      const result = (run: RunResult['run']): RunResult => ({run, host: this.host});
      const told = (made: RunResult): RunResult => {
        this.options.onRun(made, this.entry);
        return made;
      };
      if (outcome.type === 'finished') {
        this.idle.push(process);
        return told(result(outcome.run));
      }
      // Nobody knows what it left behind.
      process.stop();
      const seconds = Math.round(performance.now() - started) / 1000;
      return told(result(failedRun(job.data.spec, outcome.error, seconds)));
    } finally {
      this.busy.delete(process);
    }
  }

  /**
   * The run as it is done here.
   *
   * @throws Error where it would be another one
   */
  private ownSpec({data: {spec}}: Job<RunJob>): RunSpec {
    const {data, cwd, environment} = this.options;
    let key: string;
    try {
      key = runKey(spec, environment);
    } catch (error) {
      this.refusal = messageOf(error);
      throw new Error(`${hostname()}: ${this.refusal}`);
    }
    if (key !== spec.key) {
      const modules = [spec.loss.module, spec.backbone?.module].filter((module) => module !== undefined);
      this.refusal = `a module of its losses or its backbone is of another version here: ${modules.join(', ')}`;
      throw new Error(`${hostname()}: ${this.refusal}`);
    }
    return {...spec, cwd, data: data ?? spec.data};
  }
}

/** Tells the coordinator now and then how far a run is. */
function teller(job: Job<RunJob>): (done: number, total: number) => void {
  let last = 0;
  let underWay = false;
  return (done, total) => {
    const now = performance.now();
    if (underWay || now - last < TELL_EVERY) return;
    last = now;
    underWay = true;
    const progress: RunProgress = {done, total};
    job
      .updateProgress(progress)
      .catch(() => {}) // What is not told now is told in a second.
      .finally(() => {
        underWay = false;
      });
  };
}
