// What the checks share: benchmarks as processes, and their results without the clock.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** Starts the benchmark as it was built, by the words `before` it where given; `said()` is all that it has written. */
export function start(args, cwd, before = []) {
  const [program, ...rest] = [...before, process.execPath, main, ...args];
  const child = spawn(program, rest, {cwd, stdio: ['ignore', 'pipe', 'pipe']});
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part) => {
      text += part;
    });
  }
  return {child, said: () => text, ended: once(child, 'close').then(([code]) => code)};
}

/** Runs the benchmark to its end. @throws where it fails, with what it said */
export async function finish(args, cwd, before = []) {
  const {ended, said} = start(args, cwd, before);
  const code = await ended;
  if (code !== 0) throw new Error(`npm run bench -- ${args.join(' ')} ended with ${code}:\n${said()}`);
}

export const resultsIn = (folder) => JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'));

/** The whole lines of a journal. */
export function journalIn(folder) {
  try {
    return readFileSync(join(folder, 'journal.jsonl'), 'utf8').split('\n').slice(0, -1);
  } catch {
    return [];
  }
}

/** The results without the clock, and without what the command line calls folders, processes and machines. */
export function timeless({settings, ...rest}) {
  const {startedAt, command, jobs, host, ...others} = settings;
  const text = JSON.stringify({settings: others, ...rest}, (name, value) =>
    name === 'seconds' ? undefined : value,
  );
  return JSON.parse(text);
}

/** A generator of numbers from 0 to 1 (mulberry32). */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Writes a table of three overlapping classes, one of them rare, on which a run takes a second or less; returns its path. */
export function writeTable(folder) {
  const random = seededRandom(1);
  const rows = Array.from({length: 300}, (_, row) => {
    const label = row % 10 === 0 ? 2 : row % 2;
    return [label + 2 * random(), 2 * label - 3 * random(), random()]
      .map((x) => x.toFixed(4))
      .concat(`c${label}`);
  });
  const path = join(folder, 'table.csv');
  writeFileSync(path, ['a,b,c,class', ...rows.map((row) => row.join(','))].join('\n'));
  return path;
}
