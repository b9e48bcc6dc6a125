import {UsageError} from '../errors.js';

/** Where a Redis is, and who asks it. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  /** Number of its database. */
  readonly db: number;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** Whether the connection is encrypted. */
  readonly tls: boolean;
  /** As it was typed, without user and password. */
  readonly shown: string;
}

const FORM = 'redis://[user:password@]host[:port][/db], or rediss:// for an encrypted connection';
const DEFAULT_PORT = 6379;

/**
 * Takes a URL apart. No error shows what was typed, because that may hold a password.
 *
 * @throws UsageError where it is none of a Redis
 */
export function parseRedisUrl(text: string): RedisAddress {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new UsageError(`--queue must be ${FORM}, but is no URL.`);
  }
  const {protocol, hostname, port, pathname} = url;
  if (protocol !== 'redis:' && protocol !== 'rediss:') {
    throw new UsageError(`--queue must be ${FORM}, but begins with '${protocol}'.`);
  }
  if (hostname === '') throw new UsageError(`--queue must be ${FORM}, but names no host.`);
  const database = pathname.replace(/^\//, '');
  if (!/^\d*$/.test(database)) {
    throw new UsageError(`--queue must be ${FORM}, but its database is '${database}', which is no number.`);
  }
  const address = {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? DEFAULT_PORT : Number(port),
    db: Number(database),
    username: decoded(url.username),
    password: decoded(url.password),
    tls: protocol === 'rediss:',
  };
  return {...address, shown: `${protocol}//${hostname}:${address.port}/${address.db}`};
}

function decoded(text: string): string | undefined {
  if (text === '') return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    throw new UsageError("--queue: user and password must be percent-encoded, '%' as %25.");
  }
}

/** The words of a command line, with every password of a queue's URL left out. */
export function withoutPasswords(words: readonly string[]): string[] {
  return words.map((word) => word.replace(/^((?:--queue=)?rediss?:\/\/).*@/, '$1***@'));
}
