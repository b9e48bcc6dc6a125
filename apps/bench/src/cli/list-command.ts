import {optionsTable} from '@isomargin/core';
import {type CommandDef, defineCommand} from 'citty';
import {builtInLosses} from '../losses/built-in.js';
import {suites} from '../suites/index.js';
import {readTexts} from './arguments.js';
import type {Io} from './io.js';

export const listCommand: CommandDef = defineCommand({
  meta: {name: 'list', description: 'Shows the suites, and the losses with their options'},
  run: async ({args, data}) => {
    readTexts({}, args);
    (data as Io).stdout.write(await listText());
    return 0;
  },
});

async function listText(): Promise<string> {
  const suiteLines = suites.map(({name, description, defaults, needsData}) => {
    const fractions = defaults.fractions === undefined ? '' : `, fractions ${defaults.fractions.join(', ')}`;
    const data = needsData === undefined ? 'data is built in' : `${needsData}, downloaded or by --data DIR`;
    return `  ${name}\n    ${description}\n    ${defaults.seeds} seeds, ${defaults.epochs} epochs${fractions}; ${data}\n`;
  });
  const lossLines = (await builtInLosses()).map(({plugin}) => {
    const {authors, title, venue, year, url} = plugin.paper ?? {};
    const paper = plugin.paper === undefined ? '' : `    ${authors}: ${title}, ${venue} ${year}. ${url}\n`;
    const table = optionsTable(plugin.options).replaceAll(/^/gm, '    ');
    return `  ${plugin.name}: ${plugin.title} (${plugin.package})\n${paper}${table}\n`;
  });
  return `Suites\n${suiteLines.join('')}\nLosses\n${lossLines.join('\n')}`;
}
