import {access, constants, rename, rm, stat, writeFile} from 'node:fs/promises';
import {dirname, resolve} from 'node:path';
import {type ArgsDef, type CommandDef, defineCommand} from 'citty';
import {backendNamed, backends, checkBackendInstalled, startBackend} from '../backend.js';
import {headCosts} from '../cost/head-costs.js';
import type {CostResults, HeadCost, ImpossibleHead} from '../cost/results.js';
import {stepCosts} from '../cost/step-costs.js';
import {costText} from '../cost/text.js';
import {messageOf, UsageError, UserError} from '../errors.js';
import {builtInLosses} from '../losses/built-in.js';
import {chooseLosses} from '../losses/choose.js';
import {parseLossSpecs} from '../losses/parse-spec.js';
import {readInteger, readTexts} from './arguments.js';
import {INTERRUPTED, type Io} from './io.js';

/** What is measured beside the default form of every loss. */
const FURTHER_LOSSES = ['affinity:prototypesPerClass=5'];
const DEFAULT_CLASSES = '10,100,1000,10000';
const BATCH = 128;
const EMBEDDING_SIZE = 128;
const STEP_ROUNDS = 15;

const args: ArgsDef = {
  losses: {
    type: 'string',
    valueHint: 'a,b',
    description: 'Heads to measure; every built-in loss where left out',
  },
  classes: {type: 'string', valueHint: 'a,b', default: DEFAULT_CLASSES, description: 'Numbers of classes'},
  rounds: {
    type: 'string',
    valueHint: 'N',
    default: '60',
    description: 'Rounds at few classes; fewer at many',
  },
  backend: {
    type: 'string',
    valueHint: backends.join('|'),
    default: 'wasm',
    description: 'Where tensors live',
  },
  json: {type: 'string', valueHint: 'FILE', description: 'Writes the numbers to this file too'},
};

export const costCommand: CommandDef = defineCommand({
  meta: {name: 'cost', description: 'Measures time and memory of every head beside softmax'},
  args,
  run: async ({args: given, data}) => {
    const {stdout, stderr, cwd, finish} = data as Io;
    const texts = readTexts(args, given);
    const backend = backendNamed(texts.backend!);
    checkBackendInstalled(backend, cwd);
    const classes = texts.classes!.split(',').map((text) => readInteger('classes', text, 2));
    const rounds = readInteger('rounds', texts.rounds!, 1);
    const file = texts.json === undefined ? undefined : resolve(cwd, texts.json);
    if (file !== undefined) await checkWritable(file);
    const losses = texts.losses ?? (await everyLoss());
    const choices = await chooseLosses(parseLossSpecs(losses), cwd);
    if (!choices.some(({plugin}) => plugin === 'softmax')) {
      throw new UsageError("--losses must contain 'softmax', to which all are compared.");
    }
    await startBackend(backend, cwd);
    const rows: HeadCost[] = [];
    const impossible: ImpossibleHead[] = [];
    for (const count of classes) {
      if (finish.aborted) return INTERRUPTED;
      stderr.write(`Measuring ${choices.length + 1} heads at ${count} classes …\n`);
      // The more classes, the longer a pass and the less its relative noise.
      const affordable = Math.max(5, Math.round(rounds / Math.max(1, Math.log10(count) - 1) ** 2));
      const measured = await headCosts({
        choices,
        classes: count,
        batch: BATCH,
        embeddingSize: EMBEDDING_SIZE,
        rounds: affordable,
      });
      rows.push(...measured.costs);
      impossible.push(...measured.impossible);
    }
    const results: CostResults = {
      backend,
      kernels: backend === 'wasm' ? 'wasm-training' : 'stock',
      batch: BATCH,
      embeddingSize: EMBEDDING_SIZE,
      rounds,
      rows,
      impossible,
      steps: backend === 'wasm' && !finish.aborted ? await stepCosts(Math.min(rounds, STEP_ROUNDS)) : [],
    };
    stdout.write(costText(results));
    if (file !== undefined) {
      await writeWhole(file, `${JSON.stringify(results, null, 2)}\n`);
      stdout.write(`Written: ${file}\n`);
    }
    return 0;
  },
});

/** The default form of every built-in loss, and what else is of interest. */
async function everyLoss(): Promise<string> {
  const names = (await builtInLosses()).map(({plugin}) => plugin.name);
  const others = names.filter((name) => name !== 'softmax');
  return ['softmax', ...others, ...FURTHER_LOSSES].join(',');
}

/** Before minutes of measuring, not after them. */
async function checkWritable(file: string): Promise<void> {
  try {
    await access(dirname(file), constants.W_OK);
  } catch (error) {
    throw new UserError(`--json: cannot write into ${dirname(file)}: ${messageOf(error)}`, {cause: error});
  }
  // Neither a folder nor a device, such as /dev/null, which the new file would take the place of.
  const there = await stat(file).catch(() => undefined);
  if (there?.isFile() === false) throw new UserError(`--json: ${file} exists and is no file.`);
}

/** The file is whole or as it was before. */
async function writeWhole(file: string, text: string): Promise<void> {
  const part = `${file}.part`;
  try {
    await writeFile(part, text);
    await rename(part, file);
  } catch (error) {
    await rm(part, {force: true});
    throw new UserError(`--json: ${file} cannot be written: ${messageOf(error)}`, {cause: error});
  }
}
