/**
 * Kills a comparison with SIGKILL at random moments and starts it again each time, until it is done: its results must be those of
 * one that nobody disturbed, whatever depends on the clock aside.
 *
 * Usage, after a build: node apps/bench/checks/kill-test.mjs [kills, 20 where left out]
 */
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';

const kills = Number(process.argv[2] ?? 20);
const main = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const cwd = mkdtempSync(join(tmpdir(), 'isomargin-kill-'));
const command = ['run', 'digits', '--losses', 'softmax,affinity,center', '--seeds', '4', '--epochs', '1'];

const start = (out) => spawn(process.execPath, [main, ...command, '--out', out], {cwd, stdio: 'ignore'});

async function finish(out) {
  const [code] = await once(start(out), 'exit');
  assert.equal(code, 0);
  return JSON.parse(readFileSync(join(cwd, out, 'results.json'), 'utf8'));
}

/** The results without the clock, and without the name of the folder. */
function timeless({settings, runs, ...rest}) {
  const {startedAt, seconds, command: typed, ...others} = settings;
  return {...rest, settings: others, runs: runs.map(({seconds: clock, ...run}) => run)};
}

const lines = (out) => {
  try {
    return readFileSync(join(cwd, out, 'journal.jsonl'), 'utf8').split('\n').length - 1;
  } catch {
    return 0;
  }
};

const began = performance.now();
const undisturbed = await finish('undisturbed');
const whole = performance.now() - began;
for (let kill = 1; kill <= kills; kill++) {
  const child = start('killed');
  const gone = once(child, 'exit');
  // Long enough for some kills to fall between the runs, into the journal and into the report.
  const patience = (Math.random() * 2 * whole) / kills + 300;
  await Promise.race([gone, sleep(patience)]);
  child.kill('SIGKILL');
  await gone;
  console.log(
    `kill ${kill}: after ${(patience / 1000).toFixed(1)} s, ${lines('killed')} runs in the journal`,
  );
}
const results = await finish('killed');
assert.deepEqual(timeless(results), timeless(undisturbed));
assert.equal(lines('killed'), results.runs.length, 'no run was done twice');
console.log(`The results of ${results.runs.length} runs are those of an undisturbed comparison.`);
rmSync(cwd, {recursive: true});
