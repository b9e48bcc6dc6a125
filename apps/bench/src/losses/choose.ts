import {existsSync} from 'node:fs';
import {createRequire} from 'node:module';
import {isAbsolute, join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {commonOptions, type LossPlugin, nearestName, type OptionSet, resolveOptions} from '@isomargin/core';
import {titleOf, valuesOf} from '../choices.js';
import {UsageError, UserError} from '../errors.js';
import type {Paper} from '../results/types.js';
import {searchSpaceOf} from '../tuning/search-space.js';
import {type BuiltInLoss, builtInLosses} from './built-in.js';
import {HEAD_LEARNING_RATE, headLearningRate} from './head-learning-rate.js';
import type {LossChoice} from './loss-choice.js';
import type {LossSpec} from './parse-spec.js';
import {pluginsOf} from './plugin-module.js';

/**
 * Finds the losses that were typed, and checks their options by what the losses declare.
 *
 * @param cwd where relative paths start and packages are looked for
 * @throws UsageError for a loss that is not found, with the nearest name
 * @throws UserError for a module that is no loss module
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export async function chooseLosses(specs: readonly LossSpec[], cwd: string): Promise<LossChoice[]> {
  const builtIn = await builtInLosses();
  return Promise.all(specs.map((spec) => chooseLoss(spec, builtIn, cwd)));
}

async function chooseLoss(spec: LossSpec, builtIn: readonly BuiltInLoss[], cwd: string): Promise<LossChoice> {
  const {module, plugin} = await findPlugin(spec, builtIn, cwd);
  if (HEAD_LEARNING_RATE in plugin.options) {
    throw new UserError(`${plugin.name}: an option '${HEAD_LEARNING_RATE}' is the benchmark's own.`);
  }
  const declared: OptionSet = {
    [HEAD_LEARNING_RATE]: headLearningRate,
    ...plugin.options,
    ...commonOptions,
  };
  const options = valuesOf(spec);
  // Class counts that are not given come from the training data.
  const {classCounts, ...others} = declared;
  const isFilledIn = plugin.needs?.classCounts === true && options.classCounts === undefined;
  resolveOptions(plugin.name, isFilledIn || classCounts === undefined ? others : declared, options);
  const {paper} = plugin;
  const title = titleOf(plugin.name, spec);
  const named = {name: spec.text, title, package: plugin.package, options};
  return {
    settings: paper === undefined ? named : {...named, paper: paperOf(plugin.name, paper)},
    module,
    plugin: plugin.name,
    space: searchSpaceOf(declared, options),
  };
}

async function findPlugin(
  spec: LossSpec,
  builtIn: readonly BuiltInLoss[],
  cwd: string,
): Promise<BuiltInLoss> {
  const known = builtIn.find(({plugin}) => plugin.name === spec.source);
  if (known !== undefined) {
    if (spec.plugin === undefined) return known;
    throw new UsageError(`'${spec.text}': '${spec.source}' is a loss already; leave out '#${spec.plugin}'.`);
  }
  const module = builtIn.find((loss) => loss.module === spec.source)?.module ?? locate(spec.source, cwd);
  if (module === undefined) {
    const names = builtIn.map(({plugin}) => plugin.name);
    const nearest = nearestName(spec.source, names);
    const hint = nearest === undefined ? '' : ` Did you mean '${nearest}'?`;
    throw new UsageError(
      `Unknown loss '${spec.source}'.${hint} Known losses: ${names.join(', ')}; a package or a path of a module that exports 'plugins' is allowed too.`,
    );
  }
  const plugins = await pluginsOf(module);
  return {module, plugin: pick(spec, plugins)};
}

/** Only what results may have: modules from elsewhere declare anything. */
function paperOf(loss: string, {authors, title, venue, year, url}: Paper): Paper {
  const paper = {authors, title, venue, year, url};
  for (const [name, value] of Object.entries(paper)) {
    const isRight = name === 'year' ? Number.isSafeInteger(value) : typeof value === 'string' && value !== '';
    if (isRight) continue;
    const wanted = name === 'year' ? 'an integer' : 'a text that is not empty';
    throw new UserError(`${loss}: paper.${name} must be ${wanted}, but is ${JSON.stringify(value)}.`);
  }
  return paper;
}

function pick(spec: LossSpec, plugins: readonly LossPlugin[]): LossPlugin {
  const names = plugins.map(({name}) => name);
  if (plugins.length === 0) {
    throw new UserError(`'${spec.source}' is no loss module: it exports no list 'plugins' of losses.`);
  }
  if (spec.plugin === undefined) {
    if (plugins.length === 1) return plugins[0]!;
    throw new UsageError(
      `'${spec.source}' has several losses: choose one by ${names.map((name) => `${spec.source}#${name}`).join(' or ')}.`,
    );
  }
  const found = plugins.find(({name}) => name === spec.plugin);
  if (found !== undefined) return found;
  const nearest = nearestName(spec.plugin, names);
  throw new UsageError(
    `'${spec.source}' has no loss '${spec.plugin}'. ${nearest === undefined ? `It has: ${names.join(', ')}.` : `Did you mean '${nearest}'?`}`,
  );
}

/** What `import()` takes for a path or a package that can be found from `cwd`. */
function locate(source: string, cwd: string): string | undefined {
  const looksLikePath = source.startsWith('.') || isAbsolute(source) || /\.[cm]?js$/.test(source);
  if (looksLikePath) {
    const path = resolve(cwd, source);
    if (!existsSync(path)) throw new UserError(`The loss module ${path} does not exist.`);
    return pathToFileURL(path).href;
  }
  try {
    return pathToFileURL(createRequire(join(cwd, 'noop.js')).resolve(source)).href;
  } catch {
    return undefined;
  }
}
