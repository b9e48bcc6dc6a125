import {expect, test} from 'vitest';
import {managerOf} from '../src/install.js';

test.each([
  ['npm/11.6.0 node/v24.1.0 linux x64', 'npm'],
  ['pnpm/10.1.0 npm/? node/v24.1.0 linux x64', 'pnpm'],
  ['yarn/4.1.0 npm/? node/v24.1.0 linux x64', 'yarn'],
  ['bun/1.3.0 npm/? node/v24.1.0 linux x64', 'bun'],
  ['rm/1 -rf', 'npm'],
  [undefined, 'npm'],
])('started by %s, it installs with %s', (agent, manager) => {
  expect(managerOf({npm_config_user_agent: agent})).toBe(manager);
});
