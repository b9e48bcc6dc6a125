import {mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {runCaptured} from './capture.js';
import {tempFolder} from './temp-folder.js';

const wrong: [args: string, code: number, message: string | RegExp][] = [
  ['lst', 2, "Unknown command 'lst'. Did you mean 'list'?"],
  ['digits', 2, "Unknown command 'digits'. Did you mean 'run digits'?"],
  ['run digtis', 2, "Unknown suite 'digtis'. Did you mean 'digits'?"],
  ['run --loses softmax', 2, 'Unknown option --loses. Did you mean --losses?'],
  ['--epoch 3', 2, 'Unknown option --epoch. Did you mean --epochs?'],
  ['run digits again', 2, "Unexpected argument 'again'."],
  ['list all', 2, "Unexpected argument 'all'."],
  ['run --epochs 0', 2, "--epochs must be an integer >= 1, but is '0'."],
  ['run --epochs 1.5', 2, "--epochs must be an integer >= 1, but is '1.5'."],
  ['run --seeds many', 2, "--seeds must be an integer >= 1, but is 'many'."],
  ['run --jobs -1', 2, "--jobs must be an integer >= 1, but is '-1'."],
  ['run --seed 2 --seeds 2', 2, '--seeds and --seed cannot be given together.'],
  ['run --epochs', 2, '--epochs needs a value.'],
  ['run --dryrun', 2, 'Unknown option --dryrun. Did you mean --dry-run?'],
  ['run --no-epochs', 2, '--epochs needs a value.'],
  [
    'run --fractions 0.1,2',
    2,
    "--fractions must be numbers above 0 and up to 1, separated by commas, but has '2'.",
  ],
  ['run --fractions 0.1,0.10', 2, "--fractions must be different numbers, but is '0.1,0.10'."],
  ['run --fractions 0.0001', 1, /of class 0, which has 1000 images, none would be left/],
  ['run mnist-even --fractions 0.1', 2, /--fractions: the suite mnist-even has none/],
  ['run --datasets digits-4%', 2, "has no data set 'digits-4%'. Did you mean 'digits-5%'?"],
  ['run --noise 0.2', 2, '--noise: the suite digits adds none to its labels.'],
  ['run --noise 1', 2, "--noise must be numbers from 0 and below 1, separated by commas, but has '1'."],
  ['run --ratios 10', 2, '--ratios: the suite digits has no long tails.'],
  ['run --ratios 0.5', 2, "--ratios must be numbers from 1, separated by commas, but has '0.5'."],
  ['run --largest 100', 2, '--largest: the suite digits has no long tails.'],
  ['run long-tail --largest 0', 2, "--largest must be an integer >= 1, but is '0'."],
  ['run --preset quik', 2, "--preset: the suite digits has no preset 'quik'. Did you mean 'quick'?"],
  ['run own', 2, '--data: the suite own needs a CSV file'],
  ['run own --data nowhere', 2, /--data: .*nowhere does not exist/],
  ['run ./my-suite.json', 1, /The suite file .*my-suite\.json does not exist/],
  ['run --backbone cn', 2, "--backbone: 'cn' is unknown. Did you mean 'cnn'?"],
  ['run --backbone ./net.mjs', 1, /--backbone: .*net\.mjs does not exist/],
  ['suite digit', 2, "Unknown suite 'digit'. Did you mean 'digits'?"],
  ['suite verification', 1, 'The suite verification judges by classes that are not trained on'],
  [
    'run long-tail --preset papr',
    2,
    "has no preset 'papr'. Did you mean 'paper'? It has: quick, standard, paper.",
  ],
  ['run long-tail --data nowhere', 1, /nowhere does not exist/],
  ['run --folds 5', 2, '--folds: the suite digits has none; its test set is given.'],
  ['run --folds 1', 2, "--folds must be an integer >= 2, but is '1'."],
  ['run --tune 0', 2, "--tune must be an integer >= 2, but is '0'."],
  ['run --tune -3', 2, "--tune must be an integer >= 2, but is '-3'."],
  ['run --tune 2.5', 2, "--tune must be an integer >= 2, but is '2.5'."],
  ['run --tune 4 --folds 1', 2, "--folds must be an integer >= 2, but is '1'."],
  ['run --tune-folds 3', 2, '--tune-folds is for tuning: give --tune N, too.'],
  [
    'run --tune 4 --folds 60',
    2,
    '--folds must be an integer from 2 to 50, because class 0 of digits-5% has 50 training examples, but is 60.',
  ],
  [
    'run --losses softmax:headLearningRate=0',
    2,
    'softmax: headLearningRate must be a number > 0, but got 0.',
  ],
  ['run --fold 2', 2, '--fold: the suite digits has none; its test set is given.'],
  ['run --label class', 2, '--label: the suite digits has no tables.'],
  ['run --samplers smot', 2, "Unknown sampler 'smot'. Did you mean 'smote'? Known samplers: none, "],
  ['run --samplers smote,smote', 2, "--samplers: 'smote' occurs twice."],
  ['run --samplers none,', 2, "--samplers: '' names no sampler; expected are names such as none,smote:k=3"],
  ['run --samplers smote:3', 2, "'3' in 'smote:3' is no option; expected is name=value, as in smote:k=3."],
  ['run --samplers smote:neighbours=3', 2, "smote: unknown option 'neighbours'. Known options: k, targets."],
  ['run --samplers smote:k=0', 2, 'smote: k must be an integer >= 1, but got 0.'],
  ['run --samplers smote:seed=3', 2, "'smote:seed=3': a sampler has the seed of its run"],
  ['run --samplers none:k=3', 2, "none: unknown option 'k'"],
  ['run --samplers deferred:from=2', 2, 'deferred: from must be a number >= 0 and <= 1, but got 2.'],
  ['run --backend wams', 2, "Unknown backend 'wams'. Did you mean 'wasm'?"],
  ['run --retry-failed --backend node', 1, 'npm install @tensorflow/tfjs-node'],
  ['run --losses sofmax', 2, "Unknown loss 'sofmax'. Did you mean 'softmax'?"],
  ['run --losses softmax,', 2, "'' names no loss"],
  ['run --losses softmax,softmax', 2, "'softmax' occurs twice"],
  ['run --losses affinity:margn=1', 2, "affinity: unknown option 'margn'. Did you mean 'margin'?"],
  ['run --losses affinity:margin=4', 2, /affinity: margin must be .*, but got 4/],
  ['run --losses affinity:4', 2, "'4' in 'affinity:4' is no option"],
  ['run --losses softmax#other', 2, "leave out '#other'"],
  ['list --all', 2, 'Unknown option --all. There are none here.'],
  ['run --losses ./nothing.js', 1, /The loss module .*nothing\.js does not exist/],
  ['run --losses @isomargin/metrics', 1, "it exports no list 'plugins'"],
  ['run mnist-imbalance --data nowhere', 1, /nowhere does not exist/],
];

test.each(wrong)('%s', async (args, code, message) => {
  const cwd = tempFolder();
  const outcome = await runCaptured(args.split(' '), cwd);
  expect(outcome.code, outcome.stderr).toBe(code);
  if (typeof message === 'string') expect(outcome.stderr).toContain(message);
  else expect(outcome.stderr).toMatch(message);
  expect(outcome.stderr).not.toMatch(/^\s+at /m);
  expect(outcome.stdout).toBe('');
  expect(readdirSync(cwd)).toEqual([]);
});

test('a folder with files is not written to without --force', async () => {
  const cwd = tempFolder();
  mkdirSync(join(cwd, 'out'));
  writeFileSync(join(cwd, 'out', 'mine.txt'), 'mine');
  const {code, stderr} = await runCaptured(['run', '--out', 'out'], cwd);
  expect(code).toBe(1);
  expect(stderr).toContain(`--out: ${join(cwd, 'out')} exists and is not empty`);
  expect(readdirSync(join(cwd, 'out'))).toEqual(['mine.txt']);
});

test('a folder that cannot be made is refused before the training', async () => {
  const cwd = tempFolder();
  writeFileSync(join(cwd, 'file'), '');
  const {code, stderr} = await runCaptured(['run', '--out', 'file/out'], cwd);
  expect(code).toBe(1);
  expect(stderr).toMatch(/--out: .*out cannot be written to/);
});

test('list names suites, losses, packages, papers and options', async () => {
  const {code, stdout} = await runCaptured(['list'], tempFolder());
  expect(code).toBe(0);
  for (const text of [
    'digits',
    'mnist-imbalance',
    'mnist-even',
    '@isomargin/softmax',
    'ICCV 2019',
    ':margin=0.5',
    ':headLearningRate=1',
    'borderline-smote',
    'class-balanced',
  ]) {
    expect(stdout).toContain(text);
  }
});

test('an option of two words is known', async () => {
  const {code, stderr} = await runCaptured(['run', '--retry-failed', '--losses', 'sofmax'], tempFolder());
  expect([code, stderr]).toEqual([2, expect.stringContaining("Unknown loss 'sofmax'")]);
});

test('--help tells the options', async () => {
  const {code, stdout} = await runCaptured(['run', '--help'], tempFolder());
  expect(code).toBe(0);
  expect(stdout).toContain('--losses');
});
