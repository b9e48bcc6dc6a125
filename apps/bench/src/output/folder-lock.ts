import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import {hostname} from 'node:os';
import {UserError} from '../errors.js';

interface Holder {
  readonly pid: number;
  readonly host: string;
}

/**
 * Keeps two benchmarks from writing into one folder. The lock of a process that is no more is taken over.
 *
 * @returns what gives the lock back
 * @throws UserError where another process holds it
 */
export function lock(path: string): () => void {
  const own: Holder = {pid: process.pid, host: hostname()};
  for (;;) {
    try {
      writeFileSync(path, JSON.stringify(own), {flag: 'wx'});
      return () => rmSync(path, {force: true});
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = readHolder(path);
    if (holder !== undefined && isAlive(holder, own)) {
      throw new UserError(
        `Another benchmark writes to this folder: process ${holder.pid} on ${holder.host}. Choose another --out, or wait for ` +
          `it; if it does not run any more, delete ${path}.`,
      );
    }
    rmSync(path, {force: true});
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    // Gone in the meantime, or torn by the death of its process.
    return undefined;
  }
}

function isAlive({pid, host}: Holder, own: Holder): boolean {
  // Of other machines that share the folder nobody here can tell.
  if (host !== own.host) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
