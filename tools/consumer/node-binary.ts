import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import type {Walk} from '../testing/walk-environment.js';

/**
 * The newest Node of a major version, as npm has it: the packages behind npm's `node`, whose own install script newer npms do not run.
 *
 * @returns the path of the program; nothing on a platform that npm has none for
 */
export async function nodeBinary(walk: Walk, major: number): Promise<string | undefined> {
  const platform = {linux: 'linux', darwin: 'darwin', win32: 'win'}[process.platform as string];
  if (platform === undefined) return undefined;
  const prefix = platform === 'darwin' && process.arch === 'arm64' ? 'node-bin' : 'node';
  const name = `${prefix}-${platform}-${process.arch}`;
  const folder = join(walk.folder, 'nodes', String(major));
  await walk.run(`npm install --prefix ${folder} ${name}@${major}`, walk.folder);
  const bin = join(folder, 'node_modules', name, 'bin');
  const [program] = readdirSync(bin).filter((file) => /^node(\.exe)?$/.test(file));
  return join(bin, program!);
}
