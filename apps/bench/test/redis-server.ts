import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {type AddressInfo, connect, createServer} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import {onTestFinished} from 'vitest';
import {parseRedisUrl, type RedisAddress} from '../src/queue/redis-address.js';
import {tempFolder} from './temp-folder.js';

/** Whether there is one for tests. */
export const hasRedis: boolean = spawnSync('redis-server', ['--version']).error === undefined;

export interface RedisServer {
  readonly address: RedisAddress;
  readonly url: string;
  start(): Promise<void>;
  /** Ends it at once; it keeps nothing. */
  kill(): Promise<void>;
}

/** A Redis of the test's own, with a password. */
export async function redisServer(password = 'secret'): Promise<RedisServer> {
  const port = await freePort();
  const dir = tempFolder();
  let child: ChildProcess | undefined;
  const server: RedisServer = {
    url: `redis://:${password}@127.0.0.1:${port}/1`,
    address: parseRedisUrl(`redis://:${password}@127.0.0.1:${port}/1`),
    async start() {
      const options = ['--port', `${port}`, '--requirepass', password, '--dir', dir, '--save', ''];
      child = spawn('redis-server', options, {stdio: 'ignore'});
      while (!(await accepts(port))) await sleep(20);
    },
    async kill() {
      if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
  };
  await server.start();
  onTestFinished(() => server.kill());
  return server;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('connect', end(true)).on('error', end(false));
  });
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const {port} = probe.address() as AddressInfo;
  probe.close();
  return port;
}
