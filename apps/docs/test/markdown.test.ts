import {fileURLToPath} from 'node:url';
import {describe, expect, test} from 'vitest';
import {section, withRepositoryLinks} from '../src/markdown.mjs';
import {guide, packages, repository, root, start} from '../src/pages.mjs';

describe('section', () => {
  const markdown = '# A\n\n## B\n\nb\n\n### C\n\n```sh\n## B\n# no heading\n```\n\n## D\n\nd\n';

  test('ends at the next heading of its level, and code has no headings', () => {
    expect(section(markdown, '## B')).toBe('b\n\n### C\n\n```sh\n## B\n# no heading\n```\n');
    expect(section(markdown, '## D')).toBe('d\n');
  });

  test('names the heading that is not there', () => {
    expect(() => section(markdown, '## E')).toThrow("no heading '## E'");
    expect(() => section(markdown, '# no heading')).toThrow('no heading');
  });
});

describe('links', () => {
  const file = fileURLToPath(new URL('../pitfalls.md', import.meta.url));
  const linked = (text: string) =>
    withRepositoryLinks(text, file, (path: string) => path.endsWith('.md'), {root, repository});

  test('to pages, pictures and other hosts stay', () => {
    const text =
      '[a](../../README.md#x) ![b](b.png) [c](#c) [d](https://example.org/d.ts) [e](mailto:e@example.org)';
    expect(linked(text)).toBe(text);
  });

  test('to files and folders lead to the repository; those in code stay', () => {
    expect(linked('[a](package.json), [b](test)\n```ts\n[c](test)\n```')).toBe(
      `[a](${repository}/blob/main/apps/docs/package.json), [b](${repository}/tree/main/apps/docs/test)\n\`\`\`ts\n[c](test)\n\`\`\``,
    );
  });

  test('to nothing are an error that names them', () => {
    expect(() => linked('[a](gone.ts)')).toThrow(
      'apps/docs/pitfalls.md links to gone.ts, which is not there',
    );
  });
});

// Reading them fails where a heading that a page begins with, or a file that it links to, is gone.
test('every page has a text whose files are there, every package an entry', () => {
  const pages = [start, ...guide, ...packages.flatMap(({readme, others}) => [readme, ...others])];
  for (const {file, text} of pages) {
    expect(text.trim(), file).not.toBe('');
    withRepositoryLinks(text, file, () => false, {root, repository});
  }
  const names = packages.map(({name}) => name);
  expect(names).toContain('@isomargin/affinity');
  expect(packages.find(({name}) => name === '@isomargin/core')?.modules.map(({name}) => name)).toEqual([
    '@isomargin/core',
    '@isomargin/core/options',
  ]);
});
