import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {makeHead} from '../src/losses/make-head.js';
import {parseLossSpecs} from '../src/losses/parse-spec.js';
import {plugins as nanPlugins} from './nan-loss.js';
import {tempFolder} from './temp-folder.js';
import {choose} from './tiny-spec.js';

test('specs are split at commas and colons, but not inside brackets, URLs and drive letters', () => {
  const specs = parseLossSpecs('a,b:x=1:y=two, ./c.js#d ,e:w=[1,2],C:\\f.js:z=true');
  expect(specs.map(({source, plugin, options}) => [source, plugin, options])).toEqual([
    ['a', undefined, []],
    [
      'b',
      undefined,
      [
        ['x', '1'],
        ['y', 'two'],
      ],
    ],
    ['./c.js', 'd', []],
    ['e', undefined, [['w', '[1,2]']]],
    ['C:\\f.js', undefined, [['z', 'true']]],
  ]);
});

test('a built-in loss is found by its name and by its package', async () => {
  const [byName, byPackage] = await choose('affinity:prototypesPerClass=5:sigma=auto,@isomargin/affinity');
  expect(byName).toMatchObject({
    module: '@isomargin/affinity',
    plugin: 'affinity',
    settings: {
      name: 'affinity:prototypesPerClass=5:sigma=auto',
      title: 'affinity (prototypesPerClass = 5, sigma = auto)',
      package: '@isomargin/affinity',
      options: {prototypesPerClass: 5, sigma: 'auto'},
      paper: expect.objectContaining({venue: 'ICCV', year: 2019}),
    },
  });
  expect(byPackage).toMatchObject({module: '@isomargin/affinity', plugin: 'affinity'});
});

test("somebody else's loss is found by a path", async () => {
  const [loss] = await choose('./nan-loss.ts');
  expect(loss).toMatchObject({plugin: 'nan', settings: {package: 'nan-loss', name: './nan-loss.ts'}});
  expect(loss!.plugin).toBe(nanPlugins[0]!.name);
  expect(loss!.module).toContain(join('test', 'nan-loss.ts'));
  await expect(choose('./nan-loss.ts#nam')).rejects.toThrow("Did you mean 'nan'?");
});

test('a loss that makes no head of this core is refused', async () => {
  const module = 'data:text/javascript,export const plugins = [{name: "own", create: () => ({})}]';
  const settings = {name: 'own', title: 'own', package: 'own', options: {}};
  await expect(makeHead({settings, module, plugin: 'own', space: []}, {classes: 3})).rejects.toThrow(
    'own: its create() returns no LossHead',
  );
});

test.each([
  ['year', '2020', 'mine: paper.year must be an integer, but is "2020".'],
  ['url', '', 'mine: paper.url must be a text that is not empty, but is "".'],
  ['authors', undefined, 'mine: paper.authors must be a text that is not empty, but is undefined.'],
])('a loss whose paper has a wrong %s is refused before the training', async (field, value, message) => {
  const paper = {
    authors: 'A B',
    title: 'T',
    venue: 'V',
    year: 2020,
    url: 'https://example.org',
    [field]: value,
  };
  const plugin = {name: 'mine', title: 'M', package: 'mine', task: 'classification', options: {}, paper};
  const path = join(tempFolder(), 'mine.mjs');
  writeFileSync(path, `export const plugins = [{...${JSON.stringify(plugin)}, create() {}}];`);
  await expect(choose(path)).rejects.toThrow(message);
});
