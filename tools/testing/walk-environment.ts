import {exec, execFileSync} from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {serveTarballs} from './registry.js';

export const root: string = fileURLToPath(new URL('../../', import.meta.url));

/**
 * What `npm test` has built before it starts the tests is not built again here, where others are running on it.
 *
 * @returns the folder's path
 * @throws Error where it is not built
 */
export function checkBuilt(folder: string): string {
  if (existsSync(join(root, folder, 'dist'))) return join(root, folder);
  throw new Error(`${folder} is not built: run 'npm test -- ${folder}', which builds first.`);
}

/** A folder outside the repository, in which npm finds the repository's packages as if they were published. */
export interface Walk {
  readonly folder: string;
  /** The environment of a person at a terminal, whose npm finds those packages. */
  readonly env: NodeJS.ProcessEnv;
  /**
   * Runs a command line.
   *
   * @returns what it wrote
   * @throws Error with what it wrote, where its exit code is not 0
   */
  run(command: string, cwd: string): Promise<string>;
  close(): void;
}

/**
 * Packs packages of the repository, which must be built, and serves them.
 *
 * @param published names of the packages that npm shall find
 */
export async function startWalk(published: readonly string[]): Promise<Walk> {
  const packages = published.map((name) => checkBuilt(`packages/${name}`));
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'isomargin-walk-')));
  const tarballs = join(folder, 'tarballs');
  mkdirSync(tarballs);
  const pnpm = join(root, 'node_modules', '.bin', 'pnpm');
  for (const cwd of packages) execFileSync(pnpm, ['pack', '--pack-destination', tarballs], {cwd});
  const registry = await serveTarballs(tarballs);
  const env = environment(folder, registry.url);
  return {
    folder,
    env,
    run: (command, cwd) => run(command, cwd, env),
    close: () => {
      registry.close();
      rmSync(folder, {recursive: true, force: true});
    },
  };
}

/** Where packages come from: all that the walk takes over of an npm which may be running this test. */
const ORIGINS = /^npm_config_(.*registry|(https?_|no_?)?proxy|ca|cafile|strict_ssl|userconfig|loglevel)$/i;
const OF_THE_RUNNER = /^(npm_|vitest|node_env$|test$|init_cwd$|force_color$)/i;

/** The environment of a person at a terminal. */
function environment(folder: string, registry: string): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(
    ([name]) => ORIGINS.test(name) || !OF_THE_RUNNER.test(name),
  );
  const npm = (name: string): string =>
    execFileSync('npm', ['config', 'get', name], {encoding: 'utf8', shell: true}).trim();
  // Packages come from the person's cache; what npm create has kept of an earlier walk does not.
  const cache = join(npm('cache'), '_cacache');
  mkdirSync(cache, {recursive: true});
  mkdirSync(join(folder, 'npm'));
  symlinkSync(cache, join(folder, 'npm', '_cacache'), 'junction');
  const config = npm('globalconfig');
  const settings = existsSync(config) ? readFileSync(config, 'utf8') : '';
  writeFileSync(join(folder, 'npmrc'), `${settings}\n@isomargin:registry=${registry}\n`);
  return {
    ...Object.fromEntries(inherited),
    npm_config_cache: join(folder, 'npm'),
    npm_config_globalconfig: join(folder, 'npmrc'),
    npm_config_prefer_offline: 'true',
    npm_config_update_notifier: 'false',
    npm_config_yes: 'true',
  };
}

function run(command: string, cwd: string, env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    exec(command, {cwd, env, maxBuffer: 2 ** 26}, (error, stdout, stderr) => {
      const output = `${stdout}${stderr}`;
      if (error === null) resolve(output);
      else reject(new Error(`'${command}' failed with exit code ${error.code}:\n${output}`, {cause: error}));
    });
  });
}
