// What the site consists of. Texts are those of the repository's Markdown files, read when the site is built.
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {section, withoutTitle} from './markdown.mjs';

export const root = fileURLToPath(new URL('../../../', import.meta.url));
export const repository = 'https://github.com/isomargin/isomargin';

const fileOf = (path) => join(root, path);
const read = (file) => readFileSync(file, 'utf8');

/** The start page. */
export const start = {file: fileOf('README.md'), text: withoutTitle(read(fileOf('README.md')))};

/**
 * A page: its place in the menu, its title, the file that it is (or, with headings, has parts of) and its text.
 * Links to the file lead to the page that is all of it.
 */
function page(group, title, path, headings) {
  const file = fileOf(path);
  const whole = read(file);
  const text = headings
    ? headings
        .map((heading) => (headings.length > 1 ? `${heading}\n\n` : '') + section(whole, heading))
        .join('\n')
    : withoutTitle(whole);
  return {group, title, file, text, isWhole: !headings};
}

export const guide = [
  page('Guide', 'Start here', 'README.md', [
    '## From an empty folder',
    '## Softmax to affinity in an existing model',
  ]),
  page('Guide', 'Choose a loss', 'README.md', ['## Which loss?', '## Results']),
  page('Guide', 'Common pitfalls', 'apps/docs/pitfalls.md'),
  page('Guide', 'The benchmark', 'apps/bench/README.md'),
  page('Guide', 'The protocol', 'apps/bench/README.md', ['## Protocol', '## Tuning', '## Checks']),
  page('Contribute', 'Contributing, and a new loss', 'CONTRIBUTING.md'),
  page('Contribute', 'Architecture', 'docs/architecture.md'),
];

/** Where packages stand in the menu; those that are not named here are losses if they export `plugins`, else tools. */
const groups = {
  core: 'For authors of losses',
  testkit: 'For authors of losses',
  'create-loss': 'For authors of losses',
};

const titleOf = (text, file) => {
  const title = /^# (.+)$/m.exec(text)?.[1];
  if (!title) throw new Error(`${file} has no title`);
  return title;
};

/** Every package: its README, its other pages, and the modules that it exports. */
export const packages = readdirSync(fileOf('packages'))
  .map((folder) => join(fileOf('packages'), folder))
  .filter((folder) => existsSync(join(folder, 'package.json')))
  .map((folder) => {
    const {name, exports = {}} = JSON.parse(read(join(folder, 'package.json')));
    const modules = Object.entries(exports).flatMap(([path, target]) => {
      const source = target['@isomargin/source'];
      return source ? [{name: join(name, path), file: join(folder, source)}] : [];
    });
    const isLoss = modules.some(({file}) => /\bplugins\b/.test(read(file)));
    const readme = join(folder, 'README.md');
    return {
      name,
      folder,
      modules,
      group: groups[name.split('/')[1]] ?? (isLoss ? 'Losses' : 'Tools'),
      readme: {file: readme, text: withoutTitle(read(readme))},
      others: readdirSync(folder)
        .filter((file) => file.endsWith('.md') && !['README.md', 'CHANGELOG.md'].includes(file))
        .map((name) => {
          const file = join(folder, name);
          return {file, title: titleOf(read(file), file), text: withoutTitle(read(file))};
        }),
    };
  });
