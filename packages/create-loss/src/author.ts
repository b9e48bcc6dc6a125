import {spawnSync} from 'node:child_process';

/** `user.name` of git, where it is set. */
export function gitUserName(cwd: string): string | undefined {
  const {stdout} = spawnSync('git', ['config', 'user.name'], {cwd, encoding: 'utf8'});
  const name = stdout?.trim();
  return name === '' ? undefined : name;
}
