import {readFileSync} from 'node:fs';
import {expect, test} from 'vitest';

/** Every module that an entry reaches by relative imports, and every package it imports. */
function reach(entry: URL, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(entry.href)) return seen;
  seen.add(entry.href);
  for (const [, name] of readFileSync(entry, 'utf8').matchAll(/from '([^']+)'/g)) {
    if (name!.startsWith('.')) reach(new URL(name!.replace(/\.js$/, '.ts'), entry), seen);
    else seen.add(name!);
  }
  return seen;
}

const packagesOf = (entry: string): string[] =>
  [...reach(new URL(entry, import.meta.url))].filter((name) => !name.startsWith('file:')).sort();

test('the main entry needs nothing of Node, and no image decoder', () => {
  expect(packagesOf('../src/index.ts')).toEqual([
    '@isomargin/core/options',
    'papaparse',
    'pure-rand/generator/xoroshiro128plus',
  ]);
});

test('the entry with the image decoders needs nothing of Node', () => {
  expect(packagesOf('../src/images/index.ts')).toEqual(['@isomargin/core/options', 'fast-png', 'jpeg-js']);
});
