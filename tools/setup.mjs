// Installs the workspace with the pinned pnpm when what is installed is not what the lockfile names.
// Needs nothing but Node and npm; does nothing (and takes no time) when all is in place.
import {spawnSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const oldestNode = [20, 19];

/** Runs a command in the root with the terminal's own streams; exits with its status where it fails. */
export function run(command, args, options = {}) {
  const {status, error, stdout} = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
  });
  if (error) {
    console.error(`Cannot start ${command}: ${error.message}`);
    process.exit(1);
  }
  if (status === 0) return;
  // What was kept back while all went well.
  if (stdout) process.stderr.write(stdout);
  process.exit(status ?? 1);
}

/** Path of a command that the workspace's root installed. */
export const bin = (name) => join(root, 'node_modules', '.bin', name);

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
    console.error(
      `isomargin needs Node ${oldestNode.join('.')} or later; this is Node ${process.versions.node}.`,
    );
    process.exit(1);
  }
}

/** Installs what the lockfile names, if that has not been done yet. */
export function setup() {
  checkNode();
  const stampFile = join(root, 'node_modules', '.isomargin-setup');
  const hash = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'])
    hash.update(readFileSync(join(root, file)));
  const stamp = `${hash.digest('hex')} ${process.platform}-${process.arch}\n`;
  if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== stamp) {
    const {packageManager} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    run('npx', ['-y', packageManager, 'install', '--frozen-lockfile']);
    writeFileSync(stampFile, stamp);
  }
  // Part of turbo's cache key: what one Node built, another must build again.
  const versionFile = join(root, 'node_modules', '.node-version');
  const version = `${process.versions.node}\n`;
  if (!existsSync(versionFile) || readFileSync(versionFile, 'utf8') !== version)
    writeFileSync(versionFile, version);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setup();
