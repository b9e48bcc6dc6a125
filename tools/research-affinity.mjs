// npm run research:affinity: repeats the main table of packages/affinity/DEFAULTS.md. Every comparison is one of the benchmark, with
// default options, and what is done already is not done again.
//
//   npm run research:affinity -- [--data DIR] [--out DIR] [--quick]
//
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
  },
});
const cwd = process.env.INIT_CWD ?? process.cwd();
const out = resolve(cwd, given.out);
const data = given.data === undefined ? undefined : resolve(cwd, given.data);
const started = Date.now();

const RARE_DIGITS = ['0', '1', '2', '3', '4'];
const RARE_SUBJECTS = Array.from({length: 20}, (_, i) => `s${i + 1}`);
const all = 'softmax,affinity,balanced-softmax';

/** `folder` of the data; `suite` by name, or as a file. */
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
for (const comparison of given.quick ? comparisons.filter(({quick}) => quick) : comparisons) {
  const path = folderOf(comparison);
  if (path === null) {
    console.log(`${comparison.name}: left out, there is no folder ${comparison.folder} in ${data}`);
    continue;
  }
  rows.push(...compare(comparison, path));
}
const table = tableOf(rows);
writeFileSync(join(out, 'table.md'), table);
console.log(`\n${table}\n${join(out, 'table.md')}, after ${Math.round((Date.now() - started) / 60000)} min`);

/** Where the data of a comparison is: undefined where it needs none or may download it, null where it is not there. */
function folderOf({folder}) {
  if (folder === undefined || (folder === 'mnist' && data === undefined)) return undefined;
  const path = data === undefined ? undefined : join(data, folder);
  return path !== undefined && existsSync(path) ? path : null;
}

/** Runs a comparison and returns a row for each of its data sets and losses but softmax. */
function compare({name, suite, args, quick}, path) {
  const folder = join(out, given.quick ? `${name}-quick` : name);
  const file = `${folder}.json`;
  const isName = typeof suite === 'string';
  if (!isName) writeFileSync(file, JSON.stringify(typeof suite === 'function' ? suite(path) : suite));
  const command = ['run', isName ? suite : file, ...(given.quick ? quick : args), '--out', folder];
  if (path !== undefined && typeof suite !== 'function') command.push('--data', path);
  console.log(`\n${name}: npm run bench -- ${command.join(' ')}`);
  const {status, signal} = spawnSync(process.execPath, [join(dist, 'main.js'), ...command], {
    cwd,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(signal === null ? status : 130);
  return rowsOf(name, JSON.parse(readFileSync(join(folder, 'results.json'), 'utf8')));
}

function rowsOf(name, {settings, runs}) {
  const losses = [...new Set(runs.map((each) => each.loss))].filter(
    (loss) => loss !== 'softmax' && loss !== 'untrained',
  );
  return settings.datasets.flatMap((dataset) =>
    losses.map((loss) => {
      const of = (which) =>
        runs.filter((each) => each.dataset === dataset.name && each.loss === which && each.status === 'ok');
      const pairs = of(loss).flatMap((one) => {
        const other = of('softmax').find(({seed, fold}) => seed === one.seed && fold === one.fold);
        return other === undefined ? [] : [[one.metrics, other.metrics]];
      });
      const folds = of(loss)[0]?.fold === undefined ? undefined : settings.folds;
      return {
        name,
        dataset: dataset.name,
        loss,
        n: pairs.length,
        measures: ['macroF1', 'rareRecall', 'accuracy', 'gMean'].map((key) => measure(pairs, key, folds)),
      };
    }),
  );
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

function tableOf(found) {
  const head =
    '| comparison | data | loss | n | macro-F1 | rare recall | accuracy | G-mean |\n|---|---|---|---:|---|---|---|---|';
  const lines = found.map(
    ({name, dataset, loss, n, measures}) =>
      `| ${name} | ${dataset} | ${loss} | ${n} | ${measures.join(' | ')} |`,
  );
  return [head, ...lines, ''].join('\n');
}
