/**
 * Kills a comparison with SIGKILL at random moments and starts it again each time, until it is done: its results must be those of
 * one that nobody disturbed, whatever depends on the clock aside. That one has one process at a time, the killed one two: the metrics
 * must be the same byte for byte.
 *
 * Usage, after a build: node apps/bench/checks/kill-test.mjs [kills, 20 where left out] [seed of the moments]
 */
import assert from 'node:assert/strict';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {finish, journalIn, resultsIn, seededRandom, start, timeless, writeTable} from './bench.mjs';

const kills = Number(process.argv[2] ?? 20);
const seed = Number(process.argv[3] ?? Date.now() % 1e6);
const random = seededRandom(seed);
console.log(`${kills} kills, seed ${seed}`);

const cwd = mkdtempSync(join(tmpdir(), 'isomargin-kill-'));
const [undisturbed, killed] = [join(cwd, 'undisturbed'), join(cwd, 'killed')];
const losses = 'softmax,affinity,center,arcface';
const command = [
  'run',
  'tabular',
  '--data',
  writeTable(cwd),
  '--losses',
  losses,
  '--seeds',
  '3',
  '--epochs',
  '20',
];

let began = performance.now();
await finish([...command, '--jobs', '1', '--out', undisturbed], cwd);
const expected = resultsIn(undisturbed);
const total = expected.runs.length;
console.log(`undisturbed, 1 at a time: ${total} runs in ${seconds()}`);

began = performance.now();
for (let kill = 1; kill <= kills; kill++) {
  const before = journalIn(killed);
  const {child, ended, said} = start([...command, '--jobs', '2', '--out', killed], cwd);
  // So many runs later, and a moment: in a start, in a run, between two, in the report.
  const runs = Math.floor((random() * 2 * total) / kills);
  const moment = Math.floor(random() * 2000);
  let code;
  ended.then((value) => {
    code = value;
  });
  while (code === undefined && journalIn(killed).length < before.length + runs) await sleep(20);
  await Promise.race([ended, sleep(moment)]);
  const wasOver = code !== undefined;
  child.kill('SIGKILL');
  await ended;
  if (wasOver) assert.equal(code, 0, said());
  const after = journalIn(killed);
  assert.deepEqual(after.slice(0, before.length), before, 'no finished run is lost');
  // Whole or not there.
  const reported = existsSync(join(killed, 'results.json')) ? resultsIn(killed).runs.length : 'none';
  console.log(
    `kill ${kill}: ${runs} runs and ${moment} ms after the start${wasOver ? ', which was over before' : ''}; ` +
      `${after.length} runs in the journal, ${reported} in a report`,
  );
}
await finish([...command, '--jobs', '2', '--out', killed], cwd);
const results = resultsIn(killed);
assert.deepEqual(timeless(results), timeless(expected));
assert.equal(JSON.stringify(timeless(results).runs), JSON.stringify(timeless(expected).runs));
const keys = journalIn(killed).map((line) => JSON.parse(line).key);
assert.equal(keys.length, total, 'runs in the journal');
assert.equal(new Set(keys).size, total, 'no run was done twice');
console.log(`killed ${kills} times, 2 at a time: the results of ${total} runs are the same, in ${seconds()}`);
rmSync(cwd, {recursive: true});

function seconds() {
  return `${((performance.now() - began) / 1000).toFixed(0)} s`;
}
