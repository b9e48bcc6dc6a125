/**
 * How many times as fast a comparison is on two cores, two processes at a time, as on one core, one process at a time: both are
 * measured by turns, so that both meet the same machine, on one that does nothing else.
 *
 * One process is no measure of one core: V8 collects garbage and compiles in threads of its own, which take about a tenth of a
 * second core. So the one process is held to one core where `taskset` is there (Linux), and measured without that, too.
 *
 * Usage, after a build: node apps/bench/checks/throughput.mjs [rounds, 3 where left out] [jobs, 2 where left out]
 */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {availableParallelism, cpus, loadavg, tmpdir} from 'node:os';
import {join} from 'node:path';
import {finish, resultsIn} from './bench.mjs';

const rounds = Number(process.argv[2] ?? 3);
const jobs = Number(process.argv[3] ?? 2);
const cwd = mkdtempSync(join(tmpdir(), 'isomargin-throughput-'));
const command = ['run', 'digits', '--losses', 'softmax,affinity', '--seeds', '4', '--epochs', '3'];
const canHold = spawnSync('taskset', ['-c', '0', 'true']).status === 0;

const several = {name: `${jobs} at a time`, jobs, hold: []};
const ones = [{name: '1 at a time', jobs: 1, hold: []}];
if (canHold) ones.unshift({name: '1 at a time on 1 core', jobs: 1, hold: ['taskset', '-c', '0']});
else console.log('taskset is not there: one process cannot be held to one core.');

console.log(`${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, load ${loadavg()[0].toFixed(2)}`);
const ratios = new Map(ones.map(({name}) => [name, []]));
for (let round = 1; round <= rounds; round++) {
  // Whoever comes first in one round comes last in the next.
  const order = round % 2 === 1 ? [...ones, several] : [several, ...ones.toReversed()];
  const seconds = new Map();
  for (const way of order) {
    const out = join(cwd, `${round}-${way.name.replaceAll(' ', '-')}`);
    const began = performance.now();
    await finish([...command, '--jobs', `${way.jobs}`, '--out', out], cwd, way.hold);
    // What the runs alone took, without the start of the program and the report.
    seconds.set(way.name, {whole: (performance.now() - began) / 1000, runs: resultsIn(out).settings.seconds});
  }
  console.log(`round ${round}`);
  for (const [name, {whole, runs}] of seconds)
    console.log(`  ${name}: ${whole.toFixed(1)} s (runs ${runs.toFixed(1)} s)`);
  const {whole, runs} = seconds.get(several.name);
  for (const {name} of ones) {
    ratios.get(name).push({whole: seconds.get(name).whole / whole, runs: seconds.get(name).runs / runs});
  }
}
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
for (const [name, found] of ratios) {
  console.log(
    `${several.name} are ${median(found.map(({whole}) => whole)).toFixed(2)} times as fast as ${name}, without start and report ` +
      `${median(found.map(({runs}) => runs)).toFixed(2)} times (medians)`,
  );
}
rmSync(cwd, {recursive: true});
