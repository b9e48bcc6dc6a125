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
  let takesOver = false;
  for (;;) {
    if (take(path, own)) {
      // Another process that saw the same dead holder may have taken this lock away in its place: the last one has it.
      if (takesOver) sleep(SETTLING);
      if (!takesOver || readHolder(path)?.pid === own.pid) return () => rmSync(path, {force: true});
    }
    const holder = readHolder(path);
    if (holder !== undefined && isAlive(holder, own)) {
      throw new UserError(
        `Another benchmark writes to this folder: process ${holder.pid} on ${holder.host}. Choose another --out, or wait for ` +
          `it; if it does not run any more, delete ${path}.`,
      );
    }
    rmSync(path, {force: true});
    takesOver = true;
  }
}

function take(path: string, own: Holder): boolean {
  try {
    writeFileSync(path, JSON.stringify(own), {flag: 'wx'});
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

/** Undefined where there is none, or one that was torn by the death of its process. */
function readHolder(path: string): Holder | undefined {
  // It is there before its text is.
  for (let waited = 0; waited <= SETTLING; waited += SETTLING / 5) {
    try {
      return JSON.parse(readFileSync(path, 'utf8')) as Holder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    }
    sleep(SETTLING / 5);
  }
  return undefined;
}

/** How long a process may take between two things that belong together, in ms. */
const SETTLING = 250;

function sleep(time: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, time);
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
