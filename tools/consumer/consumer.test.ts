// Somebody with an empty folder, npm and the README: each step is one that the README shows, where it shows one. The steps build on
// one another.
import {spawn} from 'node:child_process';
import {cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {build} from 'esbuild';
import type {Route} from 'playwright-core';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {startWalk, type Walk} from '../testing/walk-environment.js';
import {nodeBinary} from './node-binary.js';
import {browserPath, closeBrowser, hasBrowser, serve, trainedIn} from './pages.js';
import {blocksOf, commandsOf} from './readme-blocks.js';

const [install, program, start, page, bundle, importMap, ...others] = blocksOf(
  'README.md',
  'From an empty folder',
);
const [viteInstall, viteServe, viteBuild] = commandsOf(bundle!.text);

let walk: Walk;
/** The person's folder. */
let folder: string;

beforeAll(async () => {
  walk = await startWalk(['core', 'affinity', 'softmax', 'model-files']);
  folder = join(walk.folder, 'rare-classes');
  mkdirSync(folder);
});
afterAll(async () => {
  await closeBrowser();
  walk?.close();
});

/** Most of the 20 rare examples, which is more than chance. */
function expectTrained(output: string): void {
  const [, found] = /(\d+) of the 20 rare examples found/.exec(output) ?? [];
  expect(Number(found), output).toBeGreaterThanOrEqual(15);
}

test('the README has the blocks of this walk', () => {
  const languages = [install, program, start, page, bundle, importMap].map((block) => block?.language);
  expect(languages).toEqual(['sh', 'js', 'sh', 'html', 'sh', 'html']);
  expect(others).toEqual([]);
  expect(commandsOf(start!.text)).toEqual(['node train.mjs']);
  expect([viteInstall, viteServe, viteBuild]).toEqual([
    'npm install --save-dev vite',
    'npx vite',
    'npx vite build',
  ]);
});

test('npm installs the tarballs, with one copy of TensorFlow.js', async () => {
  for (const command of commandsOf(install!.text)) await walk.run(command, folder);
  writeFileSync(join(folder, 'train.mjs'), program!.text);
  writeFileSync(join(folder, 'index.html'), page!.text);
  const copies = readdirSync(join(folder, 'node_modules'), {recursive: true, encoding: 'utf8'})
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /(^|node_modules\/)@tensorflow\/tfjs-[a-z-]+\/package\.json$/.test(path));
  const names = ['backend-cpu', 'core', 'layers'].map((name) => `@tensorflow/tfjs-${name}/package.json`);
  expect(copies.sort()).toEqual(names);
});

test('trains in Node by the command of the README', async () => {
  expectTrained(await walk.run(commandsOf(start!.text)[0]!, folder));
});

/** The program with `require` instead of `import`. */
function commonJs(code: string): string {
  const required = code
    .replaceAll(/^import '([^']+)';$/gm, "require('$1');")
    .replaceAll(/^import (\{[^}]+\}) from '([^']+)';$/gm, "const $1 = require('$2');");
  expect(required).not.toMatch(/^import /m);
  return `(async () => {\n${required}\n})();\n`;
}

describe.each([20, 22, 24])('Node %i', (major) => {
  let node: string | undefined;
  beforeAll(async () => {
    node = await nodeBinary(walk, major);
    if (node !== undefined) expect(await walk.run(`${node} --version`, folder)).toMatch(`v${major}.`);
  });

  test('import', async (context) => {
    context.skip(node === undefined, `npm has no Node for ${process.platform}`);
    expectTrained(await walk.run(`${node} train.mjs`, folder));
  });

  test('require', async (context) => {
    context.skip(node === undefined, `npm has no Node for ${process.platform}`);
    writeFileSync(join(folder, 'train.cjs'), commonJs(program!.text));
    expectTrained(await walk.run(`${node} train.cjs`, folder));
  });
});

// The oldest line of compilers that are still in use, and the one that made the declarations.
describe.each(['5.9', '7'])('TypeScript %s', (version) => {
  const examples = [
    ...blocksOf('packages/affinity/README.md', 'Example'),
    ...blocksOf('packages/model-files/README.md', 'Example'),
  ];
  let place: string;

  beforeAll(async () => {
    place = join(walk.folder, `typescript-${version}`);
    mkdirSync(join(place, 'src'), {recursive: true});
    await walk.run(commandsOf(install!.text)[0]!, place);
    await walk.run(`${commandsOf(install!.text)[1]} @isomargin/model-files @isomargin/core`, place);
    await walk.run(`npm install --save-dev typescript@${version} @types/node@20`, place);
    for (const [i, {text}] of examples.entries())
      writeFileSync(join(place, 'src', `example-${i}.mts`), `${text}\nexport {};\n`);
  });

  /** What the compiler says, a line each. */
  async function compile(settings: object): Promise<string[]> {
    const compilerOptions = {
      target: 'es2022',
      strict: true,
      types: ['node'],
      outDir: 'out',
      rootDir: 'src',
      ...settings,
    };
    writeFileSync(join(place, 'tsconfig.json'), JSON.stringify({compilerOptions, include: ['src']}));
    const output = await walk.run('npx tsc --pretty false', place).catch((error: Error) => error.message);
    return output.split('\n').filter((line) => /error TS/.test(line));
  }

  const resolutions = {
    nodenext: {module: 'nodenext', moduleResolution: 'nodenext'},
    bundler: {module: 'esnext', moduleResolution: 'bundler'},
  };

  describe.each(Object.entries(resolutions))('moduleResolution %s', (_name, settings) => {
    test('the examples compile, and run', async () => {
      expect(examples.length).toBeGreaterThanOrEqual(3);
      expect(await compile({...settings, skipLibCheck: true})).toEqual([]);
      for (const i of examples.keys()) await walk.run(`node out/example-${i}.mjs`, place);
    });

    // TensorFlow.js itself needs skipLibCheck: its declarations, and those of WebGPU that it brings, contradict the compiler's own.
    test("without skipLibCheck, no error lies in the examples or in these packages' declarations", async () => {
      const errors = await compile({...settings, skipLibCheck: false});
      const foreign = /^node_modules\/(?!@isomargin\/)/;
      expect(errors.filter((line) => !foreign.test(line))).toEqual([]);
    });
  });
});

const withBrowser = test.skipIf(!hasBrowser);
const where = hasBrowser ? '' : ` (there is no ${browserPath})`;

describe(`bundles and pages${where}`, () => {
  async function served(root: string, cdn?: (route: Route) => Promise<void>): Promise<string> {
    const {url, server} = await serve(root);
    try {
      return await trainedIn(url, cdn);
    } finally {
      server.close();
    }
  }

  test('Vite builds', async () => {
    await walk.run(viteInstall!, folder);
    await walk.run(viteBuild!, folder);
    expect(readdirSync(join(folder, 'dist'))).toContain('index.html');
  });

  withBrowser('the page that Vite built trains', async () => {
    expectTrained(await served(join(folder, 'dist')));
  });

  withBrowser('the page that Vite serves trains', async () => {
    const port = 5180 + (process.pid % 1000);
    const [command, ...args] = `${viteServe} --port ${port} --strictPort --host 127.0.0.1`.split(' ');
    // A group of its own, as npx starts others.
    const child = spawn(command!, args, {cwd: folder, env: walk.env, detached: true});
    try {
      await new Promise<void>((resolve, reject) => {
        child.stdout.on('data', (text) => String(text).includes('Local') && resolve());
        child.on('exit', (code) => reject(new Error(`'${viteServe}' ended with ${code}`)));
      });
      expectTrained(await trainedIn(`http://127.0.0.1:${port}/`));
    } finally {
      process.kill(-child.pid!);
    }
  });

  test('esbuild bundles, with one copy of TensorFlow.js', async () => {
    const place = join(folder, 'esbuild');
    await walk.run('npm install --save-dev esbuild', folder);
    const flags = '--bundle --minify --format=esm --metafile=meta.json';
    await walk.run(`npx esbuild train.mjs ${flags} --outfile=esbuild/train.mjs`, folder);
    cpSync(join(folder, 'index.html'), join(place, 'index.html'));
    const {inputs} = JSON.parse(readFileSync(join(folder, 'meta.json'), 'utf8'));
    const engines = Object.keys(inputs).filter((path) => /tfjs-core\/.*engine\.js$/.test(path));
    expect(engines).toHaveLength(1);
  });

  withBrowser('the page that esbuild bundled trains', async () => {
    expectTrained(await served(join(folder, 'esbuild')));
  });

  withBrowser('a page with an import map trains', async () => {
    const place = join(walk.folder, 'import-map');
    mkdirSync(place);
    cpSync(join(folder, 'train.mjs'), join(place, 'train.mjs'));
    writeFileSync(join(place, 'index.html'), page!.text.replace('<body>', `${importMap!.text}<body>`));
    expectTrained(await served(place, cdnOf(folder)));
  });
});

/** Answers as jsDelivr does, with the packages that npm installed; their versions must be those that the address asks for. */
function cdnOf(folder: string): (route: Route) => Promise<void> {
  const require = createRequire(join(folder, 'here.js'));
  const headers = {'access-control-allow-origin': '*'};
  return async (route) => {
    const {hostname, pathname} = new URL(route.request().url());
    const [, name, range, path] = /^\/npm\/((?:@[^/]+\/)?[^/@]+)@([^/]+)\/(.+)$/.exec(pathname) ?? [];
    if (hostname !== 'cdn.jsdelivr.net' || name === undefined) return route.abort();
    const root = join(folder, 'node_modules', name);
    const {version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    if (!`${version}.`.startsWith(`${range}.`)) throw new Error(`${pathname} is not ${name}@${version}.`);
    if (path !== '+esm') {
      return route.fulfill({headers, contentType: 'text/javascript', body: readFileSync(join(root, path!))});
    }
    // What jsDelivr makes of a package of CommonJS: a module.
    const {outputFiles} = await build({
      entryPoints: [require.resolve(name)],
      bundle: true,
      format: 'esm',
      external: ['crypto'],
      write: false,
    });
    return route.fulfill({headers, contentType: 'text/javascript', body: outputFiles[0]!.text});
  };
}
