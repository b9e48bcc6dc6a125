import {availableParallelism} from 'node:os';
import {resolve} from 'node:path';
import {version_core} from '@tensorflow/tfjs-core';
import {type ArgsDef, type CommandDef, defineCommand} from 'citty';
import {UsageError, UserError} from '../errors.js';
import {manifest} from '../manifest.js';
import {runLine} from '../output/progress.js';
import {parseRedisUrl} from '../queue/redis-address.js';
import {moduleHash, ownCodeHash} from '../runs/code-hash.js';
import {readInteger, readTexts} from './arguments.js';
import {INTERRUPTED, type Io} from './io.js';

const args: ArgsDef = {
  queue: {
    type: 'string',
    valueHint: 'redis://host',
    description: 'The Redis that a comparison was started with: redis://[user:password@]host[:port][/db]',
  },
  jobs: {
    type: 'string',
    valueHint: 'N',
    description: 'Processes at the same time; one a core where left out',
  },
  data: {
    type: 'string',
    valueHint: 'DIR|FILE.csv',
    description: 'The data on this machine; where left out, it is where the comparison has it',
  },
};

/** The worker process's file. */
const script = new URL('../worker.js', import.meta.url);

export const workerCommand: CommandDef = defineCommand({
  meta: {name: 'worker', description: 'Does runs of comparisons that were started with --queue'},
  args,
  run: async ({args: given, data: context}) => {
    const texts = readTexts(args, given);
    const {cwd, stderr, finish, interrupt} = context as Io;
    if (texts.queue === undefined) {
      throw new UsageError('--queue: a worker needs the Redis of the comparison: --queue redis://host');
    }
    const address = parseRedisUrl(texts.queue);
    const jobs = texts.jobs === undefined ? availableParallelism() : readInteger('jobs', texts.jobs, 1);
    const data = texts.data === undefined ? undefined : resolve(cwd, texts.data);
    const versions = {isomargin: manifest.version, tfjs: version_core, node: process.versions.node};
    const say = (line: string): void => void stderr.write(`${line}\n`);
    const [{connectRedis, RedisLostError, redisPatience}, {serveQueue}] = await Promise.all([
      import('../queue/redis.js'),
      import('../queue/queue-worker.js'),
    ]);
    const link = await connectRedis(address, redisPatience, say);
    const note = (): void => say('Finishing the runs under way; Ctrl-C once more gives them back.');
    finish.addEventListener('abort', note);
    try {
      say(`A worker with ${jobs} ${jobs === 1 ? 'process' : 'processes'} at ${address.shown}.`);
      await serveQueue({
        link,
        jobs,
        data,
        cwd,
        script,
        environment: {code: ownCodeHash(), moduleHash, versions},
        say,
        onRun: ({run}, {headline}) => say(runLine(run, headline)),
        finish,
        stop: interrupt,
      });
      return INTERRUPTED;
    } catch (error) {
      if (error instanceof RedisLostError) throw new UserError(error.message);
      throw error;
    } finally {
      finish.removeEventListener('abort', note);
      link.close();
    }
  },
});
