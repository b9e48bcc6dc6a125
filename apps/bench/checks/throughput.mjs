/**
 * How many times as fast a comparison is with two processes at a time as with one: both are measured by turns, so that both meet the
 * same machine, on one that does nothing else.
 *
 * Usage, after a build: node apps/bench/checks/throughput.mjs [rounds, 3 where left out] [jobs, 2 where left out]
 */
import {mkdtempSync, rmSync} from 'node:fs';
import {availableParallelism, cpus, loadavg, tmpdir} from 'node:os';
import {join} from 'node:path';
import {finish, resultsIn} from './bench.mjs';

const rounds = Number(process.argv[2] ?? 3);
const jobs = Number(process.argv[3] ?? 2);
const cwd = mkdtempSync(join(tmpdir(), 'isomargin-throughput-'));
const command = ['run', 'digits', '--losses', 'softmax,affinity', '--seeds', '4', '--epochs', '3'];

console.log(`${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, load ${loadavg()[0].toFixed(2)}`);
const ratios = [];
for (let round = 1; round <= rounds; round++) {
  // Whoever comes first in one round comes last in the next.
  const order = round % 2 === 1 ? [1, jobs] : [jobs, 1];
  const took = new Map();
  for (const at of order) {
    const out = join(cwd, `${round}-${at}`);
    const began = performance.now();
    await finish([...command, '--jobs', `${at}`, '--out', out], cwd);
    // What the runs alone took, without the start of the program and the report.
    took.set(at, {whole: (performance.now() - began) / 1000, runs: resultsIn(out).settings.seconds});
  }
  const [one, several] = [took.get(1), took.get(jobs)];
  const ratio = {whole: one.whole / several.whole, runs: one.runs / several.runs};
  ratios.push(ratio);
  console.log(
    `round ${round}: 1 at a time ${one.whole.toFixed(1)} s (runs ${one.runs.toFixed(1)} s), ${jobs} at a time ` +
      `${several.whole.toFixed(1)} s (runs ${several.runs.toFixed(1)} s): ${ratio.whole.toFixed(2)} (runs ${ratio.runs.toFixed(2)}) times as fast`,
  );
}
const median = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
console.log(
  `median: ${median(ratios.map(({whole}) => whole)).toFixed(2)} times as fast, without start and report ` +
    `${median(ratios.map(({runs}) => runs)).toFixed(2)} times`,
);
rmSync(cwd, {recursive: true});
