import type {Installed} from './install.js';

const GUIDE = 'https://github.com/isomargin/isomargin/blob/main/CONTRIBUTING.md#a-new-loss';

/** What a person does next. */
export function nextSteps(made: {
  readonly place: string;
  readonly manager: string;
  readonly isInstalled: boolean;
  readonly kebab: string;
}): string {
  const {place, manager, isInstalled, kebab} = made;
  const commands = [
    ...(place === '.' ? [] : [`cd ${shellQuoted(place)}`]),
    ...(isInstalled ? [] : [`${manager} install`]),
    `${manager} test`,
  ];
  const files: [path: string, what: string][] = [
    [`src/${kebab}-head.ts`, 'the formula and its options'],
    ['test/oracle.ts', 'the formula again, in float64, for the tests'],
    ['src/index.ts', 'its names and its paper'],
    ['README.md', 'what its users read'],
  ];
  const width = Math.max(...files.map(([path]) => path.length)) + 2;
  return `
Next:
${commands.map((command) => `  ${command}`).join('\n')}

It is a complete loss, as an example. Make it yours in
${files.map(([path, what]) => `  ${path.padEnd(width)}${what}`).join('\n')}

The whole way, up to npm: ${GUIDE}
`;
}

/** What is there although the installation failed, and how to go on. */
export function notInstalled(
  outcome: Exclude<Installed, 'installed'>,
  place: string,
  manager: string,
): string {
  const why =
    outcome === 'interrupted'
      ? '\nInterrupted: the files are complete, what they need is not installed.'
      : `${outcome.reason.replaceAll(/^/gm, '  ')}\nThe files are complete, but ${manager} could not install what they need. To try again, online if it was not:`;
  const steps = [...(place === '.' ? [] : [`cd ${shellQuoted(place)}`]), `${manager} install`];
  return `${why}\n${steps.map((step) => `  ${step}`).join('\n')}\n`;
}

const shellQuoted = (path: string): string => (/^[\w@./-]+$/.test(path) ? path : `"${path}"`);
