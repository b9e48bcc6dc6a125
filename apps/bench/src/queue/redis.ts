import {setTimeout as sleep} from 'node:timers/promises';
import {Redis, type RedisOptions} from 'ioredis';
import {messageOf, UsageError} from '../errors.js';
import type {RedisAddress} from './redis-address.js';

/** How long a Redis is waited for, in ms. */
export interface RedisPatience {
  /** At the start: it may be starting, too. */
  readonly atStart: number;
  /** Where it goes away in the middle. */
  readonly inBetween: number;
}

export const redisPatience: RedisPatience = {atStart: 10_000, inBetween: 300_000};

/** Of one attempt to connect, in ms. */
const CONNECT_TIMEOUT = 5000;
/** A connection that answers nothing for so long is dead, in ms; longer than any command of BullMQ waits. */
const SILENCE = 30_000;
const RETRY_EVERY = 1000;

/** A connection that is made again where it breaks. */
export interface RedisLink {
  readonly redis: Redis;
  /** Rejects with a {@link RedisLostError} where Redis stays away for too long. */
  readonly lost: Promise<never>;
  /** Counts how often it came back. */
  readonly returns: () => number;
  /** Ends this connection and those that were duplicated from it. */
  close(): void;
}

/** Redis was away for longer than anybody waits. */
export class RedisLostError extends Error {
  override readonly name = 'RedisLostError';
}

/**
 * Connects to a Redis. While it is away, commands wait.
 *
 * @param say takes a line for the user
 * @throws UsageError where it does not answer in time, or refuses user, password or database; never shows a password
 */
export async function connectRedis(
  address: RedisAddress,
  patience: RedisPatience,
  say: (line: string) => void,
): Promise<RedisLink> {
  const {host, port, db, username, password, tls, shown} = address;
  const options: RedisOptions = {
    host,
    port,
    db,
    username,
    password,
    ...(tls ? {tls: {}} : {}),
    connectTimeout: CONNECT_TIMEOUT,
    lazyConnect: true,
    protocol: 2,
  };
  await probe(options, shown, patience.atStart);
  const redis = new Redis({
    ...options,
    socketTimeout: SILENCE,
    maxRetriesPerRequest: null,
    retryStrategy: () => RETRY_EVERY,
  });
  return link(redis, shown, patience.inBetween, say);
}

/** Finds out whether a Redis takes commands, with a connection of its own, which does not hide why it does not. */
async function probe(options: RedisOptions, shown: string, patience: number): Promise<void> {
  const deadline = performance.now() + patience;
  for (;;) {
    let reason = '';
    const redis = new Redis({
      ...options,
      db: 0,
      retryStrategy: () => null,
      enableReadyCheck: false,
      maxRetriesPerRequest: 0,
    });
    redis.on('error', (error) => {
      reason = messageOf(error) || reason;
    });
    try {
      await redis.connect();
      await redis.select(options.db ?? 0);
      await redis.ping();
      return;
    } catch (error) {
      const text = `${reason} ${messageOf(error)}`;
      if (/NOAUTH/.test(text))
        throw new UsageError(`--queue: ${shown} asks for a password: redis://:password@host`);
      if (/WRONGPASS|invalid password|invalid username/i.test(text)) {
        throw new UsageError(`--queue: ${shown} does not accept this user and password.`);
      }
      if (/NOPERM/.test(text))
        throw new UsageError(`--queue: ${shown} does not let this user in: ${messageOf(error)}`);
      if (/DB index/.test(text)) throw new UsageError(`--queue: ${shown} has no database ${options.db}.`);
      if (performance.now() >= deadline) {
        const seconds = Math.round(patience / 1000);
        throw new UsageError(
          `--queue: no Redis answers at ${shown} within ${seconds} s (${reason || messageOf(error)}).`,
        );
      }
    } finally {
      redis.disconnect();
    }
    await sleep(500);
  }
}

function link(redis: Redis, shown: string, patience: number, say: (line: string) => void): RedisLink {
  let away: NodeJS.Timeout | undefined;
  let returns = 0;
  let closed = false;
  const duplicates: Redis[] = [];
  // BullMQ waits for jobs on duplicates; while Redis is away it does not close them.
  const duplicate = redis.duplicate.bind(redis);
  redis.duplicate = (override) => {
    const copy = duplicate(override);
    duplicates.push(copy);
    return copy;
  };
  const lost = new Promise<never>((_, reject) => {
    redis.on('close', () => {
      if (closed || away !== undefined) return;
      const seconds = Math.round(patience / 1000);
      say(`Redis at ${shown} does not answer any more; waiting for it, ${seconds} s at most.`);
      away = setTimeout(
        () => reject(new RedisLostError(`Redis at ${shown} was away for ${seconds} s.`)),
        patience,
      );
    });
  });
  // It may be lost while nobody waits.
  lost.catch(() => {});
  redis.on('ready', () => {
    if (away === undefined) return;
    clearTimeout(away);
    away = undefined;
    returns++;
    say(`Redis at ${shown} is back.`);
  });
  // Said by 'close'.
  redis.on('error', () => {});
  return {
    redis,
    lost,
    returns: () => returns,
    close() {
      closed = true;
      clearTimeout(away);
      for (const connection of [redis, ...duplicates]) connection.disconnect();
    },
  };
}
