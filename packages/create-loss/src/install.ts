import {spawn} from 'node:child_process';
import {INTERRUPTED, type Io} from './io.js';

/** From the cache where it can be; without a network it is over in seconds, where npm would try for minutes. */
const NPM_FLAGS = [
  ...['--prefer-offline', '--no-audit', '--no-fund'],
  ...['--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--fetch-retry-maxtimeout=2000'],
];
/** Lines of a failure that say nothing about its cause. */
const NOISE = /^$|^npm warn|complete log of this run|-debug-\d\.log$|^ +at |^(errno|syscall) |^404$/;
const ERROR_LINES = 4;

/** How an installation ended: well, by Ctrl-C, or with what the package manager said. */
export type Installed = 'installed' | 'interrupted' | {readonly reason: string};

/** The package manager that started this program. */
export function managerOf(env: Io['env']): string {
  return /^(pnpm|yarn|bun)\//.exec(env.npm_config_user_agent ?? '')?.[1] ?? 'npm';
}

/**
 * Installs what the package needs, from the package manager's cache as far as it has it.
 *
 * @param folder the package
 */
export function install(folder: string, manager: string, {env, interrupt}: Io): Promise<Installed> {
  const flags = manager === 'npm' ? NPM_FLAGS : [];
  // npm names the file that it runs from; the others are found by their names.
  const script = manager === 'npm' ? env.npm_execpath : undefined;
  const [command, args] = script?.endsWith('.js') ? [process.execPath, [script]] : [manager, []];
  return new Promise((resolve) => {
    let said = '';
    const child = spawn(command, [...args, 'install', ...flags], {
      cwd: folder,
      env: {...env},
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && command === manager,
      signal: interrupt,
      killSignal: 'SIGINT',
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data));
    child.on('error', (error) => {
      if (!interrupt.aborted) resolve({reason: `${manager} does not start: ${error.message}`});
    });
    child.on('close', (code) => {
      if (code === 0) resolve('installed');
      else if (interrupt.aborted || code === INTERRUPTED) resolve('interrupted');
      else resolve({reason: reasonIn(said)});
    });
  });
}

/** The lines that say why, without the package manager's own advice about its log. */
function reasonIn(said: string): string {
  const lines = said
    .split('\n')
    .map((line) => line.replace(/^npm (error|ERR!) ?/, '').trimEnd())
    .filter((line) => !NOISE.test(line));
  return lines.slice(0, ERROR_LINES).join('\n').replaceAll(/%2f/gi, '/');
}
