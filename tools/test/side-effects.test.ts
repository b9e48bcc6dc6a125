import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';

const packages = new URL('../../packages/', import.meta.url);
const folders = readdirSync(packages).filter((name) => existsSync(new URL(`${name}/package.json`, packages)));

/** The built files of the modules that register a class with tfjs as soon as they are imported. */
function registering(folder: string): string[] {
  const source = fileURLToPath(new URL(`${folder}/src/`, packages));
  if (!existsSync(source)) return [];
  return readdirSync(source, {recursive: true, encoding: 'utf8'})
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts'))
    .filter((path) => /^serialization\.registerClass\(/m.test(readFileSync(`${source}${path}`, 'utf8')))
    .map((path) => `./dist/${path.replace(/\.ts$/, '.js')}`);
}

// Core registers an initializer, which nobody needs for a head that was saved: it is no part of a page that does not name it.
const byName = new Set(['core']);

// A bundler drops `import '@isomargin/affinity'`, which is there to make saved models loadable, unless the package says
// that its entry has an effect, too.
test.each(folders)(
  '%s names all modules that register a class, and its entry, as having side effects',
  (folder) => {
    const {sideEffects} = JSON.parse(readFileSync(new URL(`${folder}/package.json`, packages), 'utf8'));
    const modules = registering(folder);
    if (modules.length === 0 || byName.has(folder)) expect(sideEffects).toBe(false);
    else expect([...sideEffects].sort()).toEqual(['./dist/index.js', ...modules].sort());
  },
);
