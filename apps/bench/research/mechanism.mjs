// What happens in the training of packages/affinity/DEFAULTS.md: node apps/bench/research/mechanism.mjs MNIST_FOLDER OUT_FOLDER
//
// MNIST with digits 0-4 at 1 %, MLP, 640 steps. Looks at a probe of training images, and at images that are no part of the training.
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {affinity} from '@isomargin/affinity';
import {embeddingModel} from '@isomargin/core';
import {grads, sqrt, square, sum, tidy} from '@tensorflow/tfjs-core';
import {lineCharts} from './line-charts.mjs';
import {draw, inputs, mnist, trained} from './network.mjs';

const [folder, out] = process.argv.slice(2);
const SEED = 1;
const STEPS = 640;
const RARE = 5;
const COUNTS = [59, 67, 60, 61, 58, 5421, 5918, 6265, 5851, 5949];
const LOOKS = [1, 5, 10, 20, 40, 80, 120, 160, 240, 320, 400, 480, 560, 640];
const ways = [
  ['published form', {preset: 'paper'}],
  ['no counts', {classCounts: 'none'}],
  ['weights alone', {countMargin: 0}],
  ['margins alone', {countWeight: 0}],
  ['default', {}],
];

const {train} = await mnist(folder);
const rows = draw(train, COUNTS, SEED);
const isTaken = new Set(rows);
const probe = draw(
  {labels: train.labels.map((label, row) => (isTaken.has(row) ? label : -1))},
  Array(10).fill(40),
  2,
);
const unseen = draw(
  {labels: train.labels.map((label, row) => (isTaken.has(row) ? -1 : label))},
  Array(10).fill(40),
  3,
);

const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;

/** Affinities, gradients and hinges of some rows. */
function look(model, head, which) {
  return tidy(() => {
    const labels = which.map((row) => train.labels[row]);
    const y = head.labels(labels);
    const f = embeddingModel(model).predict(inputs(train, which));
    const d = head.apply(f).dataSync();
    const [toEmbeddings] = grads((given) => sum(head.loss(y, head.apply(given))))([f]);
    const [toScores] = grads((given) => sum(head.loss(y, given)))([head.apply(f)]);
    const slopes = toScores.dataSync();
    const norms = sqrt(sum(square(toEmbeddings), 1)).dataSync();
    const of = (isRare, value) =>
      mean(labels.flatMap((label, i) => (label < RARE === isRare ? [value(i, label)] : [])));
    const best = (i, label) => Math.max(...d.slice(10 * i, 10 * i + 10).filter((_, j) => j !== label));
    const active = (i, label) =>
      mean([...slopes.slice(10 * i, 10 * i + 10)].filter((_, j) => j !== label).map((v) => Number(v > 0)));
    const right = (i, label) => Number(d[10 * i + label] > best(i, label));
    return {
      rareOwn: of(true, (i, label) => d[10 * i + label]),
      rareOther: of(true, best),
      rareActive: of(true, active),
      commonActive: of(false, active),
      rareNorm: of(true, (i) => norms[i]),
      commonNorm: of(false, (i) => norms[i]),
      rareRecall: of(true, right),
    };
  });
}

const found = [];
for (const [name, options] of ways) {
  const head = affinity({classes: 10, seed: SEED, ...options});
  let start;
  const model = await trained(train, rows, head, {
    steps: STEPS,
    seed: SEED,
    onStep: (step, current) => {
      if (!LOOKS.includes(step)) return;
      const prototypes = [...tidy(() => head.prototypes().dataSync())];
      start ??= prototypes;
      const size = prototypes.length / 10;
      const at = Array.from({length: 10}, (_, j) => prototypes.slice(j * size, (j + 1) * size));
      const from = Array.from({length: 10}, (_, j) => start.slice(j * size, (j + 1) * size));
      const distance = (a, b) => Math.hypot(...a.map((v, k) => v - b[k]));
      const apart = mean(at.flatMap((a, i) => at.slice(i + 1).map((b) => distance(a, b))));
      const seen = look(current, head, probe);
      // By how frequent they are: what of the gradient the rare classes have.
      const rareShare = COUNTS.slice(0, RARE).reduce((a, b) => a + b) * seen.rareNorm;
      const commonShare = COUNTS.slice(RARE).reduce((a, b) => a + b) * seen.commonNorm;
      found.push({
        way: name,
        step,
        ...seen,
        gradientShareOfRare: rareShare / (rareShare + commonShare),
        unseenRareOwn: look(current, head, unseen).rareOwn,
        unseenRareOther: look(current, head, unseen).rareOther,
        unseenRareRecall: look(current, head, unseen).rareRecall,
        moved: mean(at.map((a, j) => distance(a, from[j]))) / apart,
      });
    },
  });
  console.log(`${name}: recall of unseen rare digits ${(100 * found.at(-1).unseenRareRecall).toFixed(1)} %`);
  model.dispose();
}
mkdirSync(out, {recursive: true});
writeFileSync(join(out, 'mechanism.jsonl'), `${found.map((each) => JSON.stringify(each)).join('\n')}\n`);
const panels = [
  ['gradientShareOfRare', 'share of the gradient that rare classes have'],
  ['rareActive', 'active hinges of rare examples'],
  ['commonActive', 'active hinges of common examples'],
  ['unseenRareOwn', 'unseen rare: affinity to the own class'],
  ['unseenRareOther', 'unseen rare: best affinity to another'],
  ['moved', 'way of prototypes / their distance'],
];
const charts = panels.map(([key, title]) => ({
  title,
  lines: ways.map(([name]) => ({
    name,
    points: found.filter(({way}) => way === name).map((each) => [each.step, each[key]]),
  })),
}));
writeFileSync(
  join(out, 'mechanism.svg'),
  lineCharts(charts, {title: 'Training of the affinity loss on MNIST with rare digits', x: 'training step'}),
);
