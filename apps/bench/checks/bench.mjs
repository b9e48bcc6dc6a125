// What the checks share: benchmarks as processes, and their results without the clock.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** Starts the benchmark as it was built; `said()` is all that it has written. */
export function start(args, cwd) {
  const child = spawn(process.execPath, [main, ...args], {cwd, stdio: ['ignore', 'pipe', 'pipe']});
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part) => {
      text += part;
    });
  }
  return {child, said: () => text, ended: once(child, 'close').then(([code]) => code)};
}

/** Runs the benchmark to its end. @throws where it fails, with what it said */
export async function finish(args, cwd) {
  const {ended, said} = start(args, cwd);
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
export function timeless({settings, runs, ...rest}) {
  const {startedAt, seconds, command, jobs, host, ...others} = settings;
  return {...rest, settings: others, runs: runs.map(({seconds: clock, ...run}) => run)};
}
