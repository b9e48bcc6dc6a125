import {type CommandDef, defineCommand} from 'citty';
import {builtInLosses} from '../losses/built-in.js';
import {HEAD_LEARNING_RATE, headLearningRate} from '../losses/head-learning-rate.js';
import {wrap} from '../report/wrap.js';
import {batchMethods} from '../samplers/batching.js';
import {resamplingMethods} from '../samplers/resampling.js';
import {suites} from '../suites/index.js';
import {presetsOf} from '../suites/presets.js';
import type {Preset, Suite} from '../suites/suite.js';
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
  const suiteLines = suites.map((suite) => {
    const {name, description, defaults, needsData} = suite;
    const epochs = defaults.epochs === undefined ? ', epochs by size' : '';
    const settings = `${settingsText(defaults)}${epochs}`;
    return `  ${name}\n${wrap(description, 4)}${wrap(`${settings}; ${sources[needsData ?? 'none']}`, 4)}${presetsText(suite)}`;
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
    `Suites\n${suiteLines.join('')}${wrap(OWN_TEXT, 2, 2)}`,
    `Losses\n  every loss\n${optionsText({[HEAD_LEARNING_RATE]: headLearningRate})}${lossLines.join('\n')}`,
    `Samplers\n  none: the training examples as they are\n${samplerLines.join('')}`,
  ].join('\n');
}

type SettingsShown = Preset & Pick<Suite['defaults'], 'folds'>;

function settingsText({
  seeds,
  folds,
  epochs,
  fractions,
  noise,
  ratios,
  largest,
  datasets,
}: SettingsShown): string {
  return [
    ...(datasets === undefined ? [] : [datasets.join(', ')]),
    ...(seeds === undefined ? [] : [`${seeds} seeds`]),
    ...(folds === undefined ? [] : [`${folds} folds`]),
    ...(epochs === undefined ? [] : [`${epochs} epochs`]),
    ...(fractions === undefined ? [] : [`fractions ${fractions.join(', ')}`]),
    ...(noise === undefined ? [] : [`noise ${noise.join(', ')}`]),
    ...(ratios === undefined ? [] : [`ratios ${ratios.join(', ')}`]),
    ...(largest === undefined ? [] : [`largest ${largest}`]),
  ].join(', ');
}

function presetsText(suite: Suite): string {
  const lines = presetsOf(suite).map(([name, preset]) => {
    const settings = settingsText(preset);
    return wrap(`--preset ${name}: ${settings === '' ? 'as above' : settings}`, 4, 4);
  });
  return lines.join('');
}

const OWN_TEXT =
  'own: your data by --data PATH: a CSV file, a folder with a folder of images for each class, or a folder with IDX files; a suite file says more: npm run bench -- suite NAME prints one.';

const sources = {
  none: 'data is built in',
  MNIST: 'MNIST, downloaded or by --data DIR',
  'MNIST or images': 'a folder of images for each class by --data DIR; or MNIST, downloaded or by --data DIR',
  'MNIST, Fashion-MNIST or CIFAR-10': 'MNIST, downloaded; or MNIST, Fashion-MNIST or CIFAR-10 by --data DIR',
  IDX: 'IDX files',
  images: 'a folder of images for each class',
  CSV: 'tables by --data FILE.csv or --data DIR',
} as const;
