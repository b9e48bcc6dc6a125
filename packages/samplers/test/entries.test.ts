import {existsSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';

/** Where the sources of the packages are that belong to this repository. */
const own: Record<string, string> = {
  '@isomargin/core/options': '../../core/src/options/index.ts',
  '@isomargin/neighbours': '../../neighbours/src/index.ts',
};

/** Every package that an entry reaches, itself or through modules of this repository. */
function packagesOf(entry: URL, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(entry.href)) return seen;
  seen.add(entry.href);
  expect(existsSync(entry)).toBe(true);
  const source = readFileSync(entry, 'utf8').replaceAll(/^(import|export) type [^;]*;/gm, '');
  for (const [, name] of source.matchAll(/(?:from|import) ?\(?'([^']+)'/g)) {
    if (name!.startsWith('.')) packagesOf(new URL(name!.replace(/\.js$/, '.ts'), entry), seen);
    else if (own[name!]) packagesOf(new URL(own[name!]!, import.meta.url), seen);
    else seen.add(name!);
  }
  return seen;
}

const packages = (entry: string): string[] =>
  [...packagesOf(new URL(entry, import.meta.url))].filter((name) => !name.startsWith('file:')).sort();

test('the main entry needs nothing of Node, and no TensorFlow.js', () => {
  expect(packages('../src/index.ts')).toEqual(['pure-rand/generator/xoroshiro128plus']);
});

test('nor do its declarations', () => {
  const types = readFileSync(new URL('../src/input/tensors.ts', import.meta.url), 'utf8');
  expect(types).not.toMatch(/from '@tensorflow/);
  expect(packages('../src/networks/index.ts').filter((name) => !name.startsWith('@tensorflow/'))).toEqual([
    'pure-rand/generator/xoroshiro128plus',
  ]);
});
