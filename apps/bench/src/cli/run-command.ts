import {createHash} from 'node:crypto';
import {availableParallelism, hostname} from 'node:os';
import {join, resolve} from 'node:path';
import {type ArgsDef, type CommandDef, defineCommand} from 'citty';
import {backendNamed, backends} from '../backend.js';
import {UsageError, UserError} from '../errors.js';
import {barProgress} from '../output/bar-progress.js';
import {lineProgress} from '../output/line-progress.js';
import {OutputFolder} from '../output/output-folder.js';
import {writeReport} from '../output/write-report.js';
import type {BenchEntry} from '../queue/bench-entry.js';
import {queueCrew} from '../queue/queue-crew.js';
import {parseRedisUrl, type RedisAddress, withoutPasswords} from '../queue/redis-address.js';
import {count, metricTitle} from '../report/format.js';
import {toTerminalTable} from '../report/terminal-table.js';
import {boundText, optionsText, searchTitle, spaceText} from '../report/tuning-words.js';
import {isUntrained} from '../report/untrained.js';
import {epochsText} from '../report/words.js';
import {quoted} from '../runs/command.js';
import {type CompareOptions, compare} from '../runs/compare.js';
import {type Crew, localCrew} from '../runs/crew.js';
import {makePlan, type Plan, type PlanRequest} from '../runs/plan.js';
import {outdated, remaining} from '../runs/resume.js';
import {isSuiteFile} from '../suites/declared/read-suite-file.js';
import {downloadedMnist, downloadMnist} from '../suites/download-mnist.js';
import {chosenSuite} from '../suites/index.js';
import {tune} from '../tuning/tune.js';
import {readInteger, readShares, readTexts, type ShareRange} from './arguments.js';
import {dryRunText} from './dry-run.js';
import {INTERRUPTED, type Io} from './io.js';

const DEFAULT_SUITE = 'digits';
const shares: ShareRange = {allowed: 'above 0 and up to 1', accepts: (value) => value > 0 && value <= 1};
const noise: ShareRange = {allowed: 'from 0 and below 1', accepts: (value) => value >= 0 && value < 1};
const ratios: ShareRange = {
  allowed: 'from 1',
  accepts: (value) => value >= 1 && value < Number.POSITIVE_INFINITY,
};
/** The worker's file. */
const script = new URL('../worker.js', import.meta.url);
const STOPPING = 'Finishing the runs under way; Ctrl-C once more stops them.\n';

const args: ArgsDef = {
  suite: {
    type: 'positional',
    required: false,
    default: DEFAULT_SUITE,
    description: "What to compare on: a suite's name (see list), own, or a suite file",
  },
  preset: {
    type: 'string',
    valueHint: 'quick|standard|paper',
    description: 'Sets several of the options below at once (see list); those that are typed, too, are kept',
  },
  losses: {
    type: 'string',
    valueHint: 'a,b',
    description: 'Losses: names, packages or paths, with options: affinity:margin=0.5',
  },
  samplers: {
    type: 'string',
    valueHint: 'a,b',
    description: 'Samplers that every loss runs with: none,smote:k=3,class-balanced (see list)',
  },
  data: {
    type: 'string',
    valueHint: 'DIR|FILE.csv',
    description: 'Folder with the data, downloaded once where left out; tabular and own: a CSV file',
  },
  label: {
    type: 'string',
    valueHint: 'COLUMN',
    description: 'tabular: the column with the classes; the last one where left out',
  },
  header: {
    type: 'boolean',
    description: 'tabular: the first row has the names of the columns; --no-header: it has not',
  },
  datasets: {type: 'string', valueHint: 'a,b', description: "Only some of the suite's data sets"},
  fractions: {type: 'string', valueHint: '0.1,0.02', description: 'What the rare classes keep'},
  ratios: {
    type: 'string',
    valueHint: '10,100',
    description: 'long-tail: the most frequent class has so many times the images of the rarest',
  },
  largest: {
    type: 'string',
    valueHint: 'N',
    description: 'long-tail: training images of the most frequent class',
  },
  noise: {type: 'string', valueHint: '0,0.4', description: 'Shares of wrong training labels'},
  seeds: {type: 'string', valueHint: 'N', description: 'Seeds 1 to N; every loss sees all of them'},
  seed: {type: 'string', valueHint: 'S', description: 'This seed alone'},
  folds: {
    type: 'string',
    valueHint: 'N',
    description:
      'tabular: parts that each seed divides a table into; with --tune, of other suites: as --tune-folds',
  },
  fold: {type: 'string', valueHint: 'N', description: 'tabular: this fold alone'},
  tune: {
    type: 'string',
    valueHint: 'N',
    description:
      'Tunes every loss by N trials on folds of the training examples; nothing is tuned where left out',
  },
  'tune-folds': {
    type: 'string',
    valueHint: 'K',
    description: 'Validation folds of the training examples that trials are judged by; 3 where left out',
  },
  epochs: {type: 'string', valueHint: 'N', description: 'Passes over the training examples'},
  untrained: {
    type: 'boolean',
    description:
      'A row for the backbone that is not trained, where the nearest class mean is shown; --no-untrained: none',
  },
  backbone: {
    type: 'string',
    valueHint: 'mlp|cnn|FILE',
    description: 'The network before the loss: a name, or a module that exports a function',
  },
  backend: {
    type: 'string',
    valueHint: backends.join('|'),
    default: 'wasm',
    description: 'Where tensors live',
  },
  jobs: {
    type: 'string',
    valueHint: 'N',
    description: 'Processes at the same time; one a core where left out',
  },
  out: {
    type: 'string',
    valueHint: 'DIR',
    description:
      'Folder for the results, where finished runs are not done again; bench-results/… where left out',
  },
  queue: {
    type: 'string',
    valueHint: 'redis://host',
    description: 'Leaves the runs to workers at a Redis, on this and other machines (see worker)',
  },
  timeout: {
    type: 'string',
    valueHint: 'S',
    default: '900',
    description: 'Seconds without progress after which a run counts as failed',
  },
  'retry-failed': {type: 'boolean', description: 'Do runs again that failed before'},
  force: {type: 'boolean', description: 'Begin anew, also in a folder that has files'},
  'dry-run': {
    type: 'boolean',
    description: 'Tells what would be done, what is done already and how long it takes; writes nothing',
  },
};

export const runCommand: CommandDef = defineCommand({
  meta: {name: 'run', description: 'Trains every loss of a suite on the same data and reports'},
  args,
  run: async ({args: given, rawArgs, data}) => {
    const texts = readTexts(args, given);
    const io = data as Io;
    const queue = texts.queue === undefined ? undefined : parseRedisUrl(texts.queue);
    if (queue !== undefined && texts.jobs !== undefined) {
      throw new UsageError('--jobs: workers at a queue have their own: npm run bench -- worker --jobs N.');
    }
    const request = await readRequest(texts, given as Flags, rawArgs, io);
    const isDry = given['dry-run'] === true;
    const plan = await makePlan(isDry ? {...request, download: downloadedMnist} : request);
    const patience = 1000 * readInteger('timeout', texts.timeout ?? '', 1);
    const path = resolve(io.cwd, texts.out ?? defaultFolder(plan));
    const begins = given.force === true;
    const retries = given['retry-failed'] === true;
    const crew = crewOf(plan, queue, patience, io);
    if (isDry) {
      const earlierRuns = OutputFolder.look(path, begins);
      const jobs = queue === undefined ? plan.settings.jobs : undefined;
      const destination = {path, earlierRuns, by: crew.title, jobs};
      const all = {...plan, specs: [...(plan.tuning?.specs ?? []), ...plan.specs]};
      const left = remaining(all, earlierRuns, retries);
      io.stdout.write(`${introduction(plan, crew.title)}\n${dryRunText(all, left, destination)}`);
      return 0;
    }
    const folder = OutputFolder.open(path, begins);
    try {
      try {
        return await compareAndReport(plan, retries, folder, crew, io);
      } finally {
        await crew.close();
      }
    } finally {
      folder.close();
    }
  },
});

/** Options that are set or not. */
interface Flags {
  readonly header?: boolean | undefined;
  readonly untrained?: boolean | undefined;
}

async function readRequest(
  given: Readonly<Record<string, string | undefined>>,
  {header, untrained}: Flags,
  rawArgs: readonly string[],
  {cwd, stderr, finish}: Io,
): Promise<PlanRequest> {
  const integer = (
    name: 'epochs' | 'fold' | 'folds' | 'jobs' | 'largest' | 'seed' | 'seeds' | 'tune' | 'tune-folds',
    min: number,
  ): number | undefined => (given[name] === undefined ? undefined : readInteger(name, given[name], min));
  const suite = given.suite ?? DEFAULT_SUITE;
  const data = given.data === undefined ? undefined : resolve(cwd, given.data);
  return {
    seeds: readSeeds(integer('seeds', 1), integer('seed', 0)),
    epochs: integer('epochs', 1),
    jobs: integer('jobs', 1) ?? availableParallelism(),
    folds: integer('folds', 2),
    fold: integer('fold', 1),
    tune: integer('tune', 2),
    tuneFolds: integer('tune-folds', 2),
    fractions: given.fractions === undefined ? undefined : readShares('fractions', given.fractions, shares),
    noise: given.noise === undefined ? undefined : readShares('noise', given.noise, noise),
    ratios: given.ratios === undefined ? undefined : readShares('ratios', given.ratios, ratios),
    largest: integer('largest', 1),
    suite: await chosenSuite(suite, cwd, data),
    suiteFile: isSuiteFile(suite) ? suite : undefined,
    backbone: given.backbone,
    backend: backendNamed(given.backend ?? 'wasm'),
    preset: given.preset,
    losses: given.losses,
    samplers: given.samplers,
    label: given.label,
    header,
    untrained,
    datasets: given.datasets?.split(','),
    data,
    download: () => downloadMnist((line) => stderr.write(`${line}\n`), finish),
    cwd,
    command: ['npm run bench --', 'run', ...withoutPasswords(rawArgs).map(quoted)].join(' '),
  };
}

/** @returns the exit code */
async function compareAndReport(
  planned: Plan,
  retryFailed: boolean,
  folder: OutputFolder,
  crew: Crew,
  io: Io,
): Promise<number> {
  io.stderr.write(introduction(planned, crew.title));
  const {finish} = io;
  const options = (total: number): CompareOptions => {
    const make = io.stderr.isTTY ? barProgress : lineProgress;
    const progress = make(total, io.stderr, planned.settings.headline);
    return {folder, progress, finish, stop: io.interrupt, execute: crew.execute};
  };
  const note = (): void => void io.stderr.write(STOPPING);
  finish.addEventListener('abort', note);
  const trials = planned.tuning?.specs.length ?? 0;
  const plan = await tune(planned, folder.earlierRuns, retryFailed, options(trials));
  if (plan === undefined) {
    finish.removeEventListener('abort', note);
    const lost = crew.lost();
    if (lost !== undefined)
      throw new UserError(`${lost} Not all trials were finished; the same command goes on.`);
    io.stderr.write('Interrupted while tuning. The same command goes on.\n');
    return INTERRUPTED;
  }
  io.stderr.write(chosenText(plan));
  const left = remaining(plan, folder.earlierRuns, retryFailed);
  const total = plan.specs.length;
  if (left.done.length > 0) io.stderr.write(`${left.done.length} of them are done already\n`);
  const old = outdated(left, folder.earlierRuns);
  if (old > 0) {
    io.stderr.write(
      `${count(old, 'run')} in ${folder.path} of other code, versions, data or options: done again under this version\n`,
    );
  }
  const compared = await compare(plan, left, options(total));
  finish.removeEventListener('abort', note);
  const results = {...compared, settings: {...compared.settings, ...crew.machines()}};
  if (results.runs.length === 0) {
    if (crew.lost() !== undefined) throw new UserError(`${crew.lost()} No run was finished.`);
    io.stderr.write('Interrupted before a run was finished.\n');
    return INTERRUPTED;
  }
  const paths = writeReport(results, folder);
  io.stdout.write(`${toTerminalTable(results)}\n\n${paths.join('\n')}\n`);
  if (io.finish.aborted) {
    io.stderr.write(
      `Interrupted: ${results.runs.length} of ${total} runs were finished. The same command goes on.\n`,
    );
    return INTERRUPTED;
  }
  if (crew.lost() !== undefined) {
    io.stderr.write(
      `${crew.lost()} ${results.runs.length} of ${total} runs were finished. The same command goes on.\n`,
    );
    return 1;
  }
  const failed = results.runs.filter(({status}) => status === 'failed').length;
  if (failed > 0) io.stderr.write(`${failed} of ${total} runs failed; --retry-failed does them again.\n`);
  return failed > 0 ? 1 : 0;
}

function readSeeds(count: number | undefined, single: number | undefined): number[] | undefined {
  if (single === undefined) {
    return count === undefined ? undefined : Array.from({length: count}, (_, index) => index + 1);
  }
  if (count !== undefined) throw new UsageError('--seeds and --seed cannot be given together.');
  return [single];
}

/** What is about to happen, and what is the same for all losses. */
/** @param by who does the runs */
function introduction(plan: Plan, by: string): string {
  const {suite, settings, specs} = plan;
  const {batchSize, backbone, datasets, folds, learningRate, losses, samplers} = settings;
  const {optimizer, schedule, seeds} = settings;
  const untrained = specs.filter(({loss}) => isUntrained({loss: loss.settings.name})).length;
  const counts = [
    count(datasets.length, 'data set'),
    losses.length === 1 ? '1 loss' : `${losses.length} losses`,
    ...(samplers.length === 1 ? [] : [count(samplers.length, 'sampler')]),
    count(seeds.length, 'seed'),
    ...(folds === undefined ? [] : [count(new Set(specs.map(({fold}) => fold?.number)).size, 'fold')]),
  ];
  return [
    `${suite.name}: ${suite.description}`,
    `${counts.join(' x ')}${untrained === 0 ? '' : ` + ${untrained} of the untrained backbone`} = ${count(specs.length, 'run')}, ${by}`,
    ...datasets.map(({name, description}) => `${name}: ${description}`),
    `the same for all: ${backbone.join('; ')}`,
    `${optimizer} ${learningRate}, batch ${batchSize}, ${epochsText(settings)}, ${schedule}`,
    ...tuningLines(plan),
    '',
  ].join('\n');
}

function tuningLines({suite, tuning}: Plan): string[] {
  if (tuning === undefined) return [];
  const {trials, folds, metric} = tuning.settings;
  const spaces = new Map(tuning.searches.map(({first: {loss}}) => [loss.settings.name, loss]));
  return [
    `tuned before: ${count(trials, 'trial')} each, judged by ${metricTitle(metric)} on ${count(folds, 'validation fold')} of the training examples = ` +
      `${count(tuning.specs.length, 'training')}${suite.hasOwnTestSet === true ? '' : ', for each test set anew'}`,
    ...[...spaces.values()].map(({settings: loss, space}) => `  ${loss.title}: ${spaceText(space, loss)}`),
  ];
}

/** Which options the runs have. */
function chosenText({settings, tuned}: Plan): string {
  const lines = (tuned?.searches ?? []).map((one) => {
    const trial = one.trials[one.chosen]!;
    const bound = boundText(one);
    return `${one.dataset}, ${searchTitle(settings, one)}: trial ${one.chosen}, ${optionsText(trial)}${bound === '' ? '' : `; ${bound}`}\n`;
  });
  return lines.length === 0 ? '' : `chosen\n${lines.join('')}`;
}

/** One folder for each comparison: the same command finds its runs again. */
function defaultFolder(plan: Plan): string {
  return join('bench-results', `${plan.suite.name}_${hashOf(plan).slice(0, 8)}`);
}

/** Of all runs of a comparison, trials included. */
function hashOf({specs, tuning}: Plan): string {
  const hash = createHash('sha256');
  for (const {key} of [...specs, ...(tuning?.specs ?? [])]) hash.update(key);
  return hash.digest('hex');
}

function crewOf(plan: Plan, queue: RedisAddress | undefined, patience: number, {stderr}: Io): Crew {
  const {jobs, code, versions, datasets, headline} = plan.settings;
  if (queue === undefined) return localCrew({jobs, script, patience});
  const entry: BenchEntry = {
    name: hashOf(plan).slice(0, 16),
    code: code!,
    versions,
    sample: plan.specs[0]!,
    datasets,
    options: plan.options,
    headline,
    host: hostname(),
    startedAt: new Date().toISOString(),
  };
  return queueCrew({address: queue, entry, patience, say: (line) => void stderr.write(`${line}\n`)});
}
