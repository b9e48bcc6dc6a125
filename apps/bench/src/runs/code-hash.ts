import {createHash, type Hash} from 'node:crypto';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {manifest} from '../manifest.js';

const isCode = (name: string): boolean => /\.[cm]?js$/.test(name);

/** Hash of the code of the benchmark itself and of its own packages: another hash, other results. */
export function ownCodeHash(): string {
  const hash = createHash('sha256');
  const require = createRequire(import.meta.url);
  const folders = Object.keys(manifest.dependencies)
    .filter((name) => name.startsWith('@isomargin/'))
    .map((name) => dirname(require.resolve(`${name}/package.json`)));
  for (const folder of [fileURLToPath(new URL('..', import.meta.url)), ...folders]) {
    addFolder(hash, existsSync(join(folder, 'dist')) ? join(folder, 'dist') : folder);
  }
  return hash.digest('hex');
}

/**
 * Hash of the code that a loss module from elsewhere consists of: the modules of its folder, if it is in a package, or else
 * the file alone.
 *
 * @param module what `import()` takes; nothing is added for a module that is no file, which is one of the benchmark's own
 */
export function moduleHash(module: string): string {
  if (!module.startsWith('file:')) return '';
  const hash = createHash('sha256');
  const file = fileURLToPath(module);
  if (isInPackage(dirname(file))) addFolder(hash, dirname(file));
  else hash.update(readFileSync(file));
  return hash.digest('hex');
}

function isInPackage(folder: string): boolean {
  if (existsSync(join(folder, 'package.json'))) return true;
  return dirname(folder) !== folder && isInPackage(dirname(folder));
}

/** All modules below a folder, in order, without those that it depends on. */
function addFolder(hash: Hash, folder: string): void {
  const entries = readdirSync(folder, {withFileTypes: true}).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== 'node_modules') addFolder(hash, path);
    else if (entry.isFile() && isCode(entry.name)) hash.update(`${entry.name}\0`).update(readFileSync(path));
  }
}
