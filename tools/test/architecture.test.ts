import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {packages, page, withPicture} from '../architecture.mjs';

const all = packages();

test('the picture of docs/architecture.md is of today: node tools/architecture.mjs', () => {
  const text = readFileSync(page, 'utf8');
  expect(text).toBe(withPicture(text));
  expect(all.filter(({isLoss}) => isLoss).length).toBeGreaterThanOrEqual(12);
});

test('nothing goes round in circles', () => {
  const depths = new Map<string, number>();
  const depth = (name: string, way: readonly string[]): number => {
    expect(way, 'a circle').not.toContain(name);
    const known = depths.get(name);
    if (known !== undefined) return known;
    const {dependsOn} = all.find((one) => one.name === name)!;
    const found = 1 + Math.max(0, ...dependsOn.map((other) => depth(other, [...way, name])));
    depths.set(name, found);
    return found;
  };
  for (const {name} of all) expect(depth(name, [])).toBeGreaterThan(0);
});

/** The packages that the sources of a folder import, types too. */
function importedIn(folder: string): Set<string> {
  const files = readdirSync(join(folder, 'src'), {recursive: true, encoding: 'utf8'});
  const imports = files
    .filter((file) => file.endsWith('.ts') || file.endsWith('.tsx'))
    .flatMap((file) => [
      ...readFileSync(join(folder, 'src', file), 'utf8').matchAll(/(?:from|import\(?) ?'(@\w+\/[\w-]+)/g),
    ]);
  return new Set(imports.map(([, name]) => name!));
}

describe.each(all)('$name', ({name, folder, isLoss, dependsOn}) => {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

  test('needs nothing but what the architecture allows', () => {
    if (name === 'core') expect(dependsOn).toEqual([]);
    if (isLoss) expect(dependsOn).toEqual(['core']);
    expect(dependsOn).not.toContain('bench');
  });

  test('imports what it declares', () => {
    const declared = Object.keys({...manifest.dependencies, ...manifest.peerDependencies});
    const known = [...importedIn(folder)].filter((other) => /^@(isomargin|tensorflow)\//.test(other));
    for (const other of known) expect(declared, `${name} imports ${other}`).toContain(other);
  });

  if (manifest.private !== true) {
    test('has TensorFlow.js as a peer dependency, if at all', () => {
      const own = Object.keys(manifest.dependencies ?? {});
      expect(own.filter((other) => other.startsWith('@tensorflow/'))).toEqual([]);
      for (const [other, range] of Object.entries(manifest.peerDependencies ?? {}))
        if (other.startsWith('@tensorflow/')) expect(range, other).toBe('^4.22.0');
    });

    test('says what npm shows: licence, source, Node, files', () => {
      expect(manifest).toMatchObject({
        license: 'MIT',
        type: 'module',
        engines: {node: '>=20.19'},
        repository: {directory: `packages/${name}`},
        publishConfig: {access: 'public'},
      });
      expect(readdirSync(folder)).toEqual(expect.arrayContaining(['LICENSE', 'README.md']));
      expect(manifest.files).toContain('dist');
    });
  }
});
