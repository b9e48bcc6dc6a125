// Who depends on whom: the picture of docs/architecture.md, made of the package.json files.
//
//     node tools/architecture.mjs   # writes it anew
import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {root} from './setup.mjs';

export const page = join(root, 'docs', 'architecture.md');
const [OPEN, CLOSE] = ['<!-- dependencies -->', '<!-- /dependencies -->'];
const SCOPE = '@isomargin/';

/** Folder, whether it is a loss (its entry exports `plugins`), and the packages of this repository that it depends on. */
export function packages() {
  return ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(root, group))
      .filter((name) => existsSync(join(root, group, name, 'package.json')))
      .map((name) => {
        const folder = join(root, group, name);
        const {dependencies = {}, peerDependencies = {}} = JSON.parse(
          readFileSync(join(folder, 'package.json'), 'utf8'),
        );
        const own = Object.keys({...dependencies, ...peerDependencies}).filter((other) =>
          other.startsWith(SCOPE),
        );
        const entry = join(folder, 'src', 'index.ts');
        const isLoss = existsSync(entry) && /\bplugins\b/.test(readFileSync(entry, 'utf8'));
        return {name, folder, isLoss, dependsOn: own.map((other) => other.slice(SCOPE.length)).sort()};
      }),
  );
}

/** The picture: losses as one node, because all of them have the same arrows. */
export function picture() {
  const all = packages();
  const losses = all.filter(({isLoss}) => isLoss).map(({name}) => name);
  const nodeOf = (name) => (losses.includes(name) ? 'losses' : name);
  const arrows = all.flatMap(({name, dependsOn}) =>
    dependsOn.map((other) => `  ${nodeOf(name)} --> ${nodeOf(other)}`),
  );
  const others = all.map(({name}) => name).filter((name) => !losses.includes(name));
  return [
    '```mermaid',
    'flowchart TD',
    `  losses["${losses.join('<br>')}"]`,
    ...others.map((name) => `  ${name}`),
    ...[...new Set(arrows)].sort(),
    '```',
  ].join('\n');
}

/** The page with today's picture. */
export function withPicture(text) {
  const [before, rest] = text.split(OPEN);
  const [, after] = (rest ?? '').split(CLOSE);
  if (after === undefined) throw new Error(`docs/architecture.md must have ${OPEN} and ${CLOSE}.`);
  return `${before}${OPEN}\n\n${picture()}\n\n${CLOSE}${after}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(page, withPicture(readFileSync(page, 'utf8')));
