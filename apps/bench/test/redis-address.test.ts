import {expect, test} from 'vitest';
import {parseRedisUrl, withoutPasswords} from '../src/queue/redis-address.js';
import {runCaptured} from './capture.js';
import {tempFolder} from './temp-folder.js';

test.each([
  ['redis://host', {host: 'host', port: 6379, db: 0, username: undefined, password: undefined, tls: false}],
  [
    'redis://:p%2Fw@host:7000/3',
    {host: 'host', port: 7000, db: 3, username: undefined, password: 'p/w', tls: false},
  ],
  ['rediss://me:pw@[::1]', {host: '::1', port: 6379, db: 0, username: 'me', password: 'pw', tls: true}],
])('%s', (url, address) => {
  const {shown, ...parts} = parseRedisUrl(url);
  expect(parts).toEqual(address);
  expect(shown).not.toMatch(/p%2Fw|p\/w|pw|me/);
});

test.each([
  ['host:6379', "begins with 'host:'"],
  ['secret', 'is no URL'],
  ['http://me:secret@host', "begins with 'http:'"],
  ['redis://', 'names no host'],
  ['redis://:secret@host/one', "its database is 'one', which is no number"],
  ['redis://:secret@host:port', 'is no URL'],
  ['redis://:secret%@host', 'must be percent-encoded'],
])('%s is refused, and no password is shown', (url, message) => {
  expect(() => parseRedisUrl(url)).toThrow(message);
  try {
    parseRedisUrl(url);
  } catch (error) {
    expect((error as Error).message).not.toContain('secret');
  }
});

test('passwords are left out of the command line that results show', () => {
  const words = ['--queue', 'redis://me:pa@ss@host/1', '--queue=rediss://:pass@host', '--out', 'a@b'];
  expect(withoutPasswords(words)).toEqual([
    '--queue',
    'redis://***@host/1',
    '--queue=rediss://***@host',
    '--out',
    'a@b',
  ]);
});

test.each([
  ['worker', '--queue: a worker needs the Redis of the comparison'],
  ['worker --queue', '--queue needs a value.'],
  ['worker --queue nowhere', '--queue must be redis://'],
  ['worker --queue redis://h --jobs 0', "--jobs must be an integer >= 1, but is '0'."],
  ['run --queue nowhere', '--queue must be redis://'],
  ['run --queue redis://h --jobs 2', '--jobs: workers at a queue have their own'],
])('%s', async (args, message) => {
  const {code, stderr} = await runCaptured(args.split(' '), tempFolder());
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});
