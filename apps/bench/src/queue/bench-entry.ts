import {hostname} from 'node:os';
import type {Redis} from 'ioredis';
import {UserError} from '../errors.js';
import type {DatasetSettings, Settings} from '../results/types.js';
import type {RunSpec} from '../runs/run-spec.js';
import type {SuiteOptions} from '../suites/suite.js';
import {PREFIX} from './job.js';

/** What workers have to know of a comparison before they take its runs. */
export interface BenchEntry {
  /** Of its queue: by all runs of the comparison, so that it is the same when the comparison goes on. */
  readonly name: string;
  readonly code: string;
  readonly versions: Settings['versions'];
  /** One of its runs: which suite and backend they need. */
  readonly sample: RunSpec;
  /** The data sets, and what the suite made them from. */
  readonly datasets: readonly DatasetSettings[];
  readonly options: SuiteOptions;
  /** What is said of a run that is over. */
  readonly headline: readonly string[];
  /** Where the coordinator is. */
  readonly host: string;
  readonly startedAt: string;
}

interface Holder {
  readonly token: string;
  readonly host: string;
  readonly pid: number;
}

/** The entries of all comparisons, by name. */
const ENTRIES = `${PREFIX}:benches`;
/** How long a coordinator is believed to live that gives no sign of life, in ms. */
const LIFE = 30_000;

const holderKey = (name: string): string => `${PREFIX}:${name}:coordinator`;

/**
 * Says that a process coordinates a comparison, and goes on saying so.
 *
 * @returns whether the entry was there
 * @throws UserError where another process does
 */
export async function announce(redis: Redis, entry: BenchEntry, token: string): Promise<boolean> {
  const key = holderKey(entry.name);
  const own: Holder = {token, host: hostname(), pid: process.pid};
  const text = JSON.stringify(own);
  while ((await redis.set(key, text, 'PX', LIFE, 'NX')) === null) {
    const holder = JSON.parse((await redis.get(key)) ?? 'null') as Holder | null;
    if (holder?.token === token) {
      await redis.set(key, text, 'PX', LIFE);
      break;
    }
    if (holder !== null && !isDead(holder)) {
      throw new UserError(
        `--queue: process ${holder.pid} on ${holder.host} does the same comparison at this Redis. Wait for it; if it does not ` +
          `run any more, start again in ${LIFE / 1000} s.`,
      );
    }
    await redis.del(key);
  }
  return (await redis.hset(ENTRIES, entry.name, JSON.stringify(entry))) === 0;
}

/** Of other machines nobody here can tell. */
function isDead({host, pid}: Holder): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Takes an entry back: workers drop what they do for it. */
export async function withdraw(redis: Redis, name: string): Promise<void> {
  await redis.hdel(ENTRIES, name);
  await redis.del(holderKey(name));
}

export interface KnownBench {
  readonly entry: BenchEntry;
  /** Whether its coordinator gives signs of life. */
  readonly alive: boolean;
}

/** All comparisons that workers may serve, the oldest first. */
export async function knownBenches(redis: Redis): Promise<KnownBench[]> {
  const entries = Object.values(await redis.hgetall(ENTRIES)).map((text) => JSON.parse(text) as BenchEntry);
  const sorted = entries.sort((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  return Promise.all(
    sorted.map(async (entry) => ({entry, alive: (await redis.exists(holderKey(entry.name))) === 1})),
  );
}
