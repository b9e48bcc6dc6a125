import {describe, expect, test} from 'vitest';
import {lossNames} from '../src/loss-names.js';
import {type Files, identifiersOf, readTemplate, renderTemplate} from '../src/template.js';

const template = readTemplate();
const {dependencies, devDependencies, peerDependencies} = JSON.parse(template.get('package.template.json')!);
const names = Object.keys({...dependencies, ...devDependencies, ...peerDependencies});
const versions = Object.fromEntries(names.map((name, i) => [name, `${i}.2.3`]));

function rendered(packageName: string, title = 'A title', author = 'An author'): Files {
  const details = {
    packageName,
    names: lossNames(packageName, identifiersOf(template)),
    title,
    author,
    year: 2031,
  };
  return renderTemplate(template, details, versions);
}

describe.each(['ring', '@me/ring-loss', '3d-loss', 'class', '@acme/loss'])('%s', (packageName) => {
  const files = rendered(packageName);
  const {kebab, camel, pascal, className} = lossNames(packageName, identifiersOf(template));

  test('has its own names everywhere', () => {
    const text = [...files].flat().join('\n').replaceAll(packageName, '').replaceAll(kebab, '');
    expect(text).not.toMatch(/example\/|ExampleMy|MyLoss|myLoss|my-loss|My loss|The author/);
    expect([...files.keys()]).toContain(`src/${kebab}-head.ts`);
    expect(files.get(`src/${kebab}-head.ts`)).toContain(`export class ${pascal}Head extends LossHead<`);
    expect(files.get(`src/${kebab}-head.ts`)).toContain(`static readonly className = '${className}Head';`);
    expect(files.get('src/index.ts')).toContain(`export function ${camel}(config`);
    expect(files.get('src/index.ts')).toContain(`from './${kebab}-head.js'`);
    expect(files.get('src/index.ts')).toContain(`package: '${packageName}',`);
    expect(files.get('README.md')).toContain(`import {${camel}} from '${packageName}';`);
  });

  test('has a package.json with its names and with versions', () => {
    const manifest = JSON.parse(files.get('package.json')!);
    expect(manifest).toMatchObject({
      name: packageName,
      description: 'A title for TensorFlow.js',
      author: 'An author',
    });
    expect(manifest.sideEffects).toEqual(['./dist/index.js', `./dist/${kebab}-head.js`]);
    expect(manifest.dependencies).toEqual({'@isomargin/core': versions['@isomargin/core']});
    expect(manifest.peerDependencies['@tensorflow/tfjs-core']).toBe(`^${versions['@tensorflow/tfjs-core']}`);
    expect(manifest.devDependencies.typescript).toBe(versions.typescript);
  });
});

test('nothing is replaced in what was put in', () => {
  const files = rendered('ring', 'My loss of my-loss', 'myLoss MyLoss');
  expect(files.get('README.md')).toContain('My loss of my-loss for [TensorFlow.js]');
  expect(files.get('LICENSE')).toContain('Copyright (c) 2031 myLoss MyLoss');
});

test("a title's quotes do not end the string that it becomes", () => {
  const title = `Bob's "\\n" $& loss`;
  const files = rendered('ring', title);
  expect(files.get('src/index.ts')).toContain(String.raw`title: 'Bob\'s "\\n" $& loss',`);
  expect(JSON.parse(files.get('package.json')!).description).toBe(`${title} for TensorFlow.js`);
});

test('a version that is not known is not made up', () => {
  const details = {packageName: 'a', names: lossNames('a', new Set()), title: 'A', author: 'B', year: 1};
  expect(() => renderTemplate(template, details, {})).toThrow('No version of @isomargin/core is known.');
  expect(() => renderTemplate(template, details, {'@isomargin/core': 'workspace:^'})).toThrow(
    '@isomargin/core',
  );
});
