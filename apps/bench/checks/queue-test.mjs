/**
 * Does a comparison on this machine and once more through a queue in a Redis of its own, with three workers of which one is killed
 * with SIGKILL in the middle of a run: no run is lost, none counts twice, and the results are the same, the clock aside.
 *
 * Usage, after a build, where redis-server is installed: node apps/bench/checks/queue-test.mjs
 */
import assert from 'node:assert/strict';
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {createServer} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {Redis} from 'ioredis';
import {finish, journalIn, resultsIn, start, timeless, writeTable} from './bench.mjs';

const WORKERS = 3;

if (spawnSync('redis-server', ['--version']).error !== undefined) {
  console.error(
    'This check needs redis-server, which is not installed here (Debian: apt install redis-server).',
  );
  process.exit(2);
}

const cwd = mkdtempSync(join(tmpdir(), 'isomargin-queue-'));
const losses = 'softmax,affinity,center';
const command = [
  'run',
  'tabular',
  '--data',
  writeTable(cwd),
  '--losses',
  losses,
  '--seeds',
  '1',
  '--epochs',
  '100',
];
const password = 'not:to/be seen';
const port = await freePort();
const server = spawn(
  'redis-server',
  ['--port', port, '--requirepass', password, '--dir', cwd, '--save', ''],
  {
    stdio: 'ignore',
  },
);
const url = `redis://:${encodeURIComponent(password)}@127.0.0.1:${port}/1`;
const children = [server];
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

const redis = new Redis({host: '127.0.0.1', port, password, db: 1, maxRetriesPerRequest: null});
redis.on('error', () => {}); // Until it has started.
await redis.ping();

console.log('on this machine …');
await finish([...command, '--out', 'local'], cwd);

console.log(`through the queue, with ${WORKERS} workers …`);
const coordinator = start([...command, '--out', 'queue', '--queue', url], cwd);
const workers = Array.from({length: WORKERS}, (_, number) => {
  const folder = join(cwd, `worker-${number}`);
  mkdirSync(folder);
  return start(['worker', '--queue', url, '--jobs', '1'], folder);
});
children.push(coordinator.child, ...workers.map(({child}) => child));

const victim = workers[0];
await until(() => /table, .* \(\d+ s\)\n/.test(victim.said()), 'the first worker has done a run');
// The next run is under way by now, and takes longer than this.
await sleep(300 + 500 * Math.random());
victim.child.kill('SIGKILL');
console.log(`killed one of them after ${journalIn(join(cwd, 'queue')).length} runs`);
const stalled = await until(stalledJobs, 'its run is given to another worker');
const code = await coordinator.ended;
assert.equal(code, 0, coordinator.said());
console.log(`its run was done by another one: ${stalled.join(', ')}`);

const [local, queued] = ['local', 'queue'].map((folder) => resultsIn(join(cwd, folder)));
assert.deepEqual(timeless(queued), timeless(local));
assert.equal(JSON.stringify(queued.runs.map(metrics)), JSON.stringify(local.runs.map(metrics)));
const keys = journalIn(join(cwd, 'queue')).map((line) => JSON.parse(line).key);
assert.equal(keys.length, local.runs.length, 'runs in the journal');
assert.equal(new Set(keys).size, keys.length, 'no run is there twice');

for (const {child} of workers.slice(1)) child.kill('SIGINT');
for (const {ended, said} of workers.slice(1)) assert.equal(await ended, 130, said());
await sleep(6000); // Marks that expire by themselves.
assert.deepEqual(await redis.keys('*'), [], 'nothing is left in Redis');
const texts = [coordinator, ...workers].map(({said}) => said());
for (const file of readdirSync(join(cwd, 'queue')))
  texts.push(readFileSync(join(cwd, 'queue', file), 'utf8'));
for (const secret of [password, encodeURIComponent(password)]) {
  assert.ok(!texts.some((text) => text.includes(secret)), 'the password is nowhere to be seen');
}
console.log(`The results of ${keys.length} runs are those of this machine alone; nothing is left in Redis.`);
redis.disconnect();
server.kill();
await once(server, 'exit');
rmSync(cwd, {recursive: true});

function metrics({id, metrics: numbers, perClass, confusion, curves}) {
  return {id, numbers, perClass, confusion, curves};
}

/** Names of runs that lost their worker. */
async function stalledJobs() {
  const streams = await redis.keys('isomargin:*:events');
  const names = [];
  for (const stream of streams) {
    for (const [, fields] of await redis.xrange(stream, '-', '+')) {
      if (fields[fields.indexOf('event') + 1] !== 'stalled') continue;
      const job = fields[fields.indexOf('jobId') + 1];
      names.push(await redis.hget(stream.replace(/events$/, job), 'name'));
    }
  }
  return names.length > 0 ? names : undefined;
}

/** What `look` finds, as soon as it finds something. */
async function until(look, what) {
  const deadline = performance.now() + 300_000;
  while (performance.now() < deadline) {
    const found = await look();
    if (found) return found;
    if (coordinator.child.exitCode !== null) break;
    await sleep(100);
  }
  throw new Error(
    `waited in vain: ${what}\n${[coordinator, ...workers].map(({said}) => said()).join('\n---\n')}`,
  );
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const {port: free} = probe.address();
  probe.close();
  return free;
}
