import {type CommandDef, defineCommand} from 'citty';
import {builtInLosses} from '../losses/built-in.js';
import {wrap} from '../report/wrap.js';
import {batchMethods} from '../samplers/batching.js';
import {resamplingMethods} from '../samplers/resampling.js';
import {suites} from '../suites/index.js';
import {readTexts} from './arguments.js';
import type {Io} from './io.js';
import {optionsText} from './options-text.js';

export const listCommand: CommandDef = defineCommand({
  meta: {name: 'list', description: 'Shows the suites, and the losses and samplers with their options'},
  run: async ({args, data}) => {
    readTexts({}, args);
    (data as Io).stdout.write(await listText());
    return 0;
  },
});

async function listText(): Promise<string> {
  const suiteLines = suites.map(({name, description, defaults, needsData}) => {
    const {seeds, epochs, folds, fractions, noise} = defaults;
    const settings = [
      `${seeds} seeds`,
      ...(folds === undefined ? [] : [`${folds} folds`]),
      epochs === undefined ? 'epochs by size' : `${epochs} epochs`,
      ...(fractions === undefined ? [] : [`fractions ${fractions.join(', ')}`]),
      ...(noise === undefined ? [] : [`noise ${noise.join(', ')}`]),
    ];
    return `  ${name}\n${wrap(description, 4)}${wrap(`${settings.join(', ')}; ${sources[needsData ?? 'none']}`, 4)}`;
  });
  const lossLines = (await builtInLosses()).map(({plugin}) => {
    const {authors, title, venue, year, url} = plugin.paper ?? {};
    const paper = plugin.paper === undefined ? '' : wrap(`${authors}: ${title}, ${venue} ${year}. ${url}`, 4);
    return `  ${plugin.name}: ${plugin.title} (${plugin.package})\n${paper}${optionsText(plugin.options)}`;
  });
  const samplerLines = [...resamplingMethods, ...batchMethods].map(({name, description, options}) => {
    return `${wrap(`${name}: ${description}`, 2, 2)}${optionsText(options)}`;
  });
  return [
    `Suites\n${suiteLines.join('')}`,
    `Losses\n${lossLines.join('\n')}`,
    `Samplers\n  none: the training examples as they are\n${samplerLines.join('')}`,
  ].join('\n');
}

const sources = {
  none: 'data is built in',
  MNIST: 'MNIST, downloaded or by --data DIR',
  'MNIST or images': 'a folder of images for each class by --data DIR; or MNIST, downloaded or by --data DIR',
  CSV: 'tables by --data FILE.csv or --data DIR',
} as const;
