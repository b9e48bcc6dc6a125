import {readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {LossNames} from './loss-names.js';

/** What the files of a new package say. */
export interface PackageDetails {
  readonly packageName: string;
  readonly names: LossNames;
  /** The loss's name for people. */
  readonly title: string;
  readonly author: string;
  readonly year: number;
}

/** Path, with slashes, → text. */
export type Files = ReadonlyMap<string, string>;

// npm leaves out what is called .gitignore, and a package.json in a package counts as one.
const storedOtherwise: Readonly<Record<string, string>> = {
  gitignore: '.gitignore',
  'package.template.json': 'package.json',
};
const folder = fileURLToPath(new URL('../template/', import.meta.url));

/** The package that every new one begins as; it is complete and valid as it stands. */
export function readTemplate(): Files {
  const paths = readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    paths.map((path) => [path.slice(folder.length).replaceAll('\\', '/'), readFileSync(path, 'utf8')]),
  );
}

/** The identifiers of the template's code, without those that stand for the loss. */
export function identifiersOf(template: Files): ReadonlySet<string> {
  const code = [...template].filter(([path]) => path.endsWith('.ts')).map(([, text]) => text);
  const words = code.join('\n').match(/[A-Za-z_$][\w$]*/g) ?? [];
  return new Set(words.filter((word) => !/my-?loss/i.test(word)));
}

/**
 * The files of a new package.
 *
 * @param versions of the packages that the template's package.json names
 */
export function renderTemplate(template: Files, details: PackageDetails, versions: Versions): Files {
  const entries = [...template].map(([path, text]): [string, string] => {
    const name = storedOtherwise[path] ?? path.replace('my-loss', details.names.kebab);
    if (name === 'package.json') return [name, renderManifest(text, details, versions)];
    return [name, rename(text, details, path.endsWith('.ts'))];
  });
  return new Map(entries);
}

function rename(
  text: string,
  {packageName, names, title, author, year}: PackageDetails,
  isCode: boolean,
): string {
  const replacements: Readonly<Record<string, string>> = {
    '@example/my-loss': packageName,
    ExampleMyLoss: names.className,
    MyLoss: names.pascal,
    myLoss: names.camel,
    'my-loss': names.kebab,
    'My loss': isCode ? title.replaceAll(/[\\']/g, '\\$&') : title,
    '2026 The author': `${year} ${author}`,
  };
  // All at once, so that nothing is replaced in what was put in.
  const pattern = new RegExp(Object.keys(replacements).join('|'), 'g');
  return text.replaceAll(pattern, (found) => replacements[found]!);
}

export type Versions = Readonly<Record<string, string>>;

interface Manifest {
  sideEffects: string[];
  readonly dependencies: Record<string, string>;
  readonly peerDependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}

function renderManifest(text: string, details: PackageDetails, versions: Versions): string {
  const {sideEffects, dependencies, peerDependencies, devDependencies, ...rest} = JSON.parse(
    text,
  ) as Manifest;
  const atVersion = (names: object, range: (version: string) => string): Record<string, string> =>
    Object.fromEntries(Object.keys(names).map((name) => [name, range(versionOf(name, versions))]));
  const manifest = {
    ...rest,
    name: details.packageName,
    description: `${details.title} for TensorFlow.js`,
    author: details.author,
    sideEffects: sideEffects.map((path) => path.replace('my-loss', details.names.kebab)),
    dependencies: atVersion(dependencies, (version) => version),
    peerDependencies: atVersion(peerDependencies, (version) => `^${version}`),
    devDependencies: atVersion(devDependencies, (version) => version),
  };
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

function versionOf(name: string, versions: Versions): string {
  const version = versions[name];
  if (version === undefined || !/\d/.test(version)) throw new Error(`No version of ${name} is known.`);
  return version;
}
