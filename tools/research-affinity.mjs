// npm run research:affinity: repeats the main table of packages/affinity/DEFAULTS.md, and the one in which every loss is tuned. Every
// comparison is one of the benchmark, with default options where it is not tuned, and what is done already is not done again.
//
//   npm run research:affinity -- [--data DIR] [--out DIR] [--quick] [--only NAMES] [--jobs N]
//
// NAMES are of the comparisons below, with commas between them.
// DIR has mnist/ (IDX files), cifar10/ (binary files), tabular/ (CSV files) and orl-faces/ (a folder for each subject); comparisons
// whose data is not there are left out, and named. MNIST is downloaded where no DIR is given.
import {spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';
import {parseArgs} from 'node:util';
import {bin, root, run, setup} from './setup.mjs';

const {values: given} = parseArgs({
  options: {
    data: {type: 'string'},
    out: {type: 'string', default: 'bench-results/affinity-defaults'},
    quick: {type: 'boolean', default: false},
    only: {type: 'string'},
    jobs: {type: 'string'},
  },
});
const cwd = process.env.INIT_CWD ?? process.cwd();
const out = resolve(cwd, given.out);
const data = given.data === undefined ? undefined : resolve(cwd, given.data);
const started = Date.now();

const RARE_DIGITS = ['0', '1', '2', '3', '4'];
const RARE_SUBJECTS = Array.from({length: 20}, (_, i) => `s${i + 1}`);
const all = 'softmax,affinity,balanced-softmax';
const TUNED_SEEDS = '3';
/**
 * Every loss has four trials on two folds. Re-weighting of LDAM is deferred to four fifths of a trial, which has half of the examples;
 * balanced accuracy is what a balanced test set shows, and macro-F1 of uneven folds is not.
 */
const tuned = (ldam) => [
  ...['--losses', `softmax,affinity,balanced-softmax,${ldam},arcface,center`, '--seeds', TUNED_SEEDS],
  ...['--tune', '4', '--tune-folds', '2'],
];
const TUNED_METRICS = ['balancedAccuracy', 'macroF1', 'rareRecall', 'gMean', 'accuracy'];

/** `folder` of the data; `suite` by name, or as a file; `untuned` losses stand beside those that `args` tunes. */
const comparisons = [
  {
    name: 'mnist-cnn-640-steps',
    folder: 'mnist',
    suite: {
      name: 'mnist-cnn-640-steps',
      data: {builtIn: 'mnist'},
      perClass: 1000,
      imbalance: {rare: RARE_DIGITS, fractions: [0.02]},
      backbone: 'cnn',
      steps: 640,
    },
    args: ['--losses', all, '--seeds', '5'],
    quick: ['--losses', 'softmax,affinity', '--seeds', '2'],
  },
  {
    name: 'mnist-noise',
    folder: 'mnist',
    suite: 'mnist-noise',
    args: ['--losses', 'softmax,affinity', '--noise', '0,0.2,0.4,0.6', '--seeds', '3'],
    quick: ['--losses', 'softmax,affinity', '--noise', '0.4', '--seeds', '2', '--epochs', '4'],
  },
  {
    name: 'faces',
    folder: 'orl-faces',
    suite: (folder) => ({
      name: 'faces',
      data: {images: folder, size: [32, 28], channels: 'grey'},
      test: 0.3,
      imbalance: {rare: RARE_SUBJECTS, train: [2]},
      backbone: 'cnn',
      steps: 200,
    }),
    args: ['--losses', 'softmax,affinity', '--seeds', '5'],
  },
  {
    name: 'cifar',
    folder: 'cifar10',
    suite: 'long-tail',
    args: ['--losses', all, '--ratios', '10,50,100', '--seeds', '3'],
  },
  {
    name: 'digits',
    suite: 'digits',
    args: ['--losses', 'softmax,affinity', '--seeds', '3', '--epochs', '4'],
    quick: ['--losses', 'softmax,affinity', '--seeds', '2'],
  },
  {
    name: 'mnist-mlp-6-epochs',
    folder: 'mnist',
    suite: 'mnist-imbalance',
    args: ['--losses', all, '--fractions', '0.01', '--epochs', '6', '--seeds', '5'],
  },
  {
    name: 'mnist-mlp-20-epochs',
    folder: 'mnist',
    suite: 'mnist-imbalance',
    args: ['--losses', all, '--fractions', '0.01', '--epochs', '20', '--seeds', '5'],
  },
  {
    name: 'tables',
    folder: 'tabular',
    suite: 'tabular',
    args: ['--losses', 'softmax,affinity', '--seeds', '1'],
  },
  {
    name: 'mnist-mlp-milder',
    folder: 'mnist',
    suite: 'mnist-imbalance',
    args: ['--losses', 'softmax,affinity', '--fractions', '0.1,0.02', '--epochs', '6', '--seeds', '3'],
  },
  {
    name: 'tuned-rare-digits',
    folder: 'mnist',
    suite: {
      name: 'tuned-rare-digits',
      data: {builtIn: 'mnist'},
      perClass: 2000,
      imbalance: {rare: RARE_DIGITS, fractions: [0.025]},
      backbone: 'mlp',
      epochs: 5,
      metrics: TUNED_METRICS,
    },
    args: tuned('ldam:reweightAfter=160'),
    untuned: 'affinity',
  },
  {
    name: 'tuned-noise',
    folder: 'mnist',
    suite: {
      name: 'tuned-noise',
      data: {builtIn: 'mnist'},
      perClass: 500,
      noise: [0.4],
      backbone: 'mlp',
      epochs: 8,
      metrics: ['accuracy', 'macroF1', 'gMean'],
    },
    args: tuned('ldam'),
    untuned: 'affinity',
  },
  {
    name: 'tuned-cifar',
    folder: 'cifar10',
    suite: {
      name: 'tuned-cifar',
      data: {builtIn: 'image-set'},
      imbalance: {ratios: [10], largest: 250},
      backbone: 'cnn',
      epochs: 10,
      metrics: TUNED_METRICS,
    },
    args: tuned('ldam:reweightAfter=32'),
    untuned: 'affinity',
  },
];

setup();
run(
  bin('turbo'),
  ['run', 'build', '--filter=@isomargin/bench', '--output-logs=errors-only', '--log-prefix=none'],
  {
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: Number.POSITIVE_INFINITY,
  },
);
const dist = join(root, 'apps', 'bench', 'dist');
const {pairedDifference} = await import(pathToFileURL(join(dist, 'report', 'statistics.js')).href);

mkdirSync(out, {recursive: true});
const rows = [];
const tunedRows = [];
for (const comparison of wanted()) {
  const path = folderOf(comparison);
  if (path === null) {
    console.log(`${comparison.name}: left out, there is no folder ${comparison.folder} in ${data}`);
    continue;
  }
  const {name, args, quick, untuned} = comparison;
  const results = compare(comparison, path, given.quick ? `${name}-quick` : name, given.quick ? quick : args);
  if (untuned === undefined) rows.push(...rowsOf(name, results));
  else {
    const hasOptions = results.tuned.some(({loss, chosen}) => loss === untuned && chosen !== 0);
    // With its defaults the tuned loss is the untuned one.
    const defaults = hasOptions
      ? compare(comparison, path, `${name}-untuned`, ['--losses', untuned, '--seeds', TUNED_SEEDS])
      : undefined;
    tunedRows.push(...rowsOfTuned(name, results, defaults));
  }
}
const tables = {
  ...(rows.length === 0 ? {} : {'table.md': tableOf('loss', rows)}),
  ...(tunedRows.length === 0 ? {} : {'tuned.md': tableOf('affinity against', tunedRows)}),
};
for (const [file, table] of Object.entries(tables)) {
  writeFileSync(join(out, file), table);
  console.log(`\n${table}\n${join(out, file)}`);
}
console.log(`After ${Math.round((Date.now() - started) / 60000)} min`);

/** The comparisons that are asked for; ends the script at a name that none has. */
function wanted() {
  const known = given.quick ? comparisons.filter(({quick}) => quick) : comparisons;
  if (given.only === undefined) return known;
  const names = given.only.split(',');
  const unknown = names.find((name) => known.every((each) => each.name !== name));
  if (unknown !== undefined) {
    console.error(`--only: '${unknown}' is none of ${known.map((each) => each.name).join(', ')}.`);
    process.exit(2);
  }
  return known.filter(({name}) => names.includes(name));
}

/** Where the data of a comparison is: undefined where it needs none or may download it, null where it is not there. */
function folderOf({folder}) {
  if (folder === undefined || (folder === 'mnist' && data === undefined)) return undefined;
  const path = data === undefined ? undefined : join(data, folder);
  return path !== undefined && existsSync(path) ? path : null;
}

/** Does a comparison, or what of it is not done yet, and returns its results. */
function compare({name, suite}, path, folderName, args) {
  const folder = join(out, folderName);
  const file = join(out, `${name}.json`);
  const isName = typeof suite === 'string';
  if (!isName) writeFileSync(file, JSON.stringify(typeof suite === 'function' ? suite(path) : suite));
  const command = ['run', isName ? suite : file, ...args, '--out', folder];
  if (given.jobs !== undefined) command.push('--jobs', given.jobs);
  if (path !== undefined && typeof suite !== 'function') command.push('--data', path);
  console.log(`\n${name}: npm run bench -- ${command.join(' ')}`);
  const {status, signal} = spawnSync(process.execPath, [join(dist, 'main.js'), ...command], {
    cwd,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(signal === null ? status : 130);
  return JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8'));
}

/** A row for each data set and loss but softmax: the loss, and softmax under the same seeds. */
function rowsOf(name, {settings, runs}) {
  const losses = [...new Set(runs.map((each) => each.loss))].filter(
    (loss) => loss !== 'softmax' && loss !== 'untrained',
  );
  return settings.datasets.flatMap((dataset) =>
    losses.map((loss) => row({name, dataset, settings}, loss, [loss, runs], ['softmax', runs])),
  );
}

/**
 * A row for each data set and loss but affinity: affinity and the loss, both tuned, and what was chosen for the loss; the last is
 * affinity with its defaults, where something else was chosen.
 */
function rowsOfTuned(name, {settings, runs, tuned}, defaults) {
  const rivals = [...new Set(runs.map((each) => each.loss))].filter(
    (loss) => loss !== 'affinity' && loss !== 'untrained',
  );
  return settings.datasets.flatMap((dataset) => {
    const chosen = (loss) => {
      const {trials, chosen: best} = tuned.find((one) => one.dataset === dataset.name && one.loss === loss);
      const options = Object.entries(trials[best].options).map(([key, value]) => `${key} ${value}`);
      return options.length === 0 ? 'its defaults' : options.join(', ');
    };
    const own = ['affinity', runs];
    const against = (title, other) => row({name, dataset, settings}, title, own, other);
    const rows = rivals.map((loss) => against(`${loss}: ${chosen(loss)}`, [loss, runs]));
    if (defaults === undefined) return rows;
    return [...rows, against(`itself, untuned; tuned: ${chosen('affinity')}`, ['affinity', defaults.runs])];
  });
}

/** One loss against another, each with the runs that it is among, under the same seeds. */
function row({name, dataset, settings}, title, [loss, runs], [otherLoss, otherRuns]) {
  const of = (which, among) =>
    among.filter((each) => each.dataset === dataset.name && each.loss === which && each.status === 'ok');
  const pairs = of(loss, runs).flatMap((one) => {
    const other = of(otherLoss, otherRuns).find(({seed, fold}) => seed === one.seed && fold === one.fold);
    return other === undefined ? [] : [[one.metrics, other.metrics]];
  });
  const folds = of(loss, runs)[0]?.fold === undefined ? undefined : settings.folds;
  return {
    name,
    dataset: dataset.name,
    loss: title,
    n: pairs.length,
    measures: ['macroF1', 'rareRecall', 'accuracy', 'gMean'].map((key) => measure(pairs, key, folds)),
  };
}

function measure(pairs, key, folds) {
  const known = pairs.filter((pair) => pair.every((metrics) => metrics[key] !== undefined));
  if (known.length === 0) return '–';
  const mean = (which) => (100 * known.reduce((sum, pair) => sum + pair[which][key], 0)) / known.length;
  const {meanDifference, interval95} = pairedDifference(
    known.map(([one, other]) => 100 * (one[key] - other[key])),
    folds,
  );
  const signed = (value) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`;
  const interval = interval95 === null ? '' : ` (${signed(interval95[0])} to ${signed(interval95[1])})`;
  const isReal = interval95 !== null && interval95[0] * interval95[1] > 0;
  const difference = `${signed(meanDifference)}${interval}`;
  return `${mean(1).toFixed(1)} → ${mean(0).toFixed(1)}, ${isReal ? `**${difference}**` : difference}`;
}

function tableOf(which, found) {
  const head = `| comparison | data | ${which} | n | macro-F1 | rare recall | accuracy | G-mean |\n|---|---|---|---:|---|---|---|---|`;
  const lines = found.map(
    ({name, dataset, loss, n, measures}) =>
      `| ${name} | ${dataset} | ${loss} | ${n} | ${measures.join(' | ')} |`,
  );
  return [head, ...lines, ''].join('\n');
}
