// Of packages/affinity/DEFAULTS.md: how often a small network leaves a rare class out, and whether `suggest` knows before.
// node apps/bench/research/out-of-reach.mjs
//
// Three clouds in the plane, 150, 15 and 15 examples, 25 epochs of adam (0.02), 6 starts of the head for 6 networks of each kind.
import '@tensorflow/tfjs-backend-cpu';
import {affinity, suggest} from '@isomargin/affinity';
import {embeddingModel} from '@isomargin/core';
import {randomNormal, tensor2d, train} from '@tensorflow/tfjs-core';
import {initializers, layers, sequential} from '@tensorflow/tfjs-layers';

const SEEDS = [1, 2, 3, 4, 5, 6];
const LEFT_OUT = 0.8; // A class with less recall than this.
const [seen, unseen] = [clouds(1), clouds(2)];

function clouds(seed) {
  const labels = Array.from({length: 180}, (_, i) => (i % 12 < 10 ? 0 : (i % 12) - 9));
  const noise = randomNormal([180, 2], 0, 0.6, 'float32', seed).arraySync();
  const rows = labels.map((label, i) => {
    const angle = (2 * Math.PI * label) / 3;
    return [2 * Math.cos(angle) + noise[i][0], 2 * Math.sin(angle) + noise[i][1]];
  });
  return {xs: tensor2d(rows), labels};
}

function dense(units, seed, more = {}) {
  return layers.dense({units, kernelInitializer: initializers.glorotUniform({seed}), ...more});
}

const normalised = () => layers.batchNormalization({momentum: 0.9});
const networks = {
  '6 tanh units': (seed) => [dense(6, seed, {activation: 'tanh', inputShape: [2]})],
  '16 relu units, then 8': (seed) => [
    dense(16, seed, {activation: 'relu', inputShape: [2]}),
    dense(8, seed + 100),
  ],
};

function modelOf(hidden, options) {
  const head = affinity({classes: 3, ...options});
  return {head, model: sequential({layers: [...hidden, head]})};
}

async function leastRecall(hidden, options) {
  const {head, model} = modelOf(hidden, options);
  model.compile({optimizer: train.adam(0.02), loss: head.loss});
  await model.fit(seen.xs, head.labels(seen.labels), {epochs: 25, shuffle: false, verbose: 0});
  const scores = model.predict(unseen.xs).arraySync();
  return Math.min(
    ...[0, 1, 2].map((label) => {
      const own = scores.filter((_, i) => unseen.labels[i] === label);
      return own.filter((row) => row[label] === Math.max(...row)).length / own.length;
    }),
  );
}

console.log('| network | warned of | farthest class, in σ | left out | with the σ of the warning |');
for (const [name, make] of Object.entries(networks)) {
  for (const last of [[], [normalised]]) {
    const hidden = (seed) => [...make(seed), ...last.map((layer) => layer())];
    const counts = {warned: 0, auto: 0, mended: 0};
    const distances = [];
    for (const network of SEEDS) {
      const {model} = modelOf(hidden(network), {});
      const embeddings = embeddingModel(model).apply(seen.xs, {training: true});
      const {options, warnings} = suggest(embeddings, seen.labels);
      const warning = warnings.find(({kind}) => kind === 'class-out-of-reach');
      if (warning) {
        counts.warned++;
        distances.push(warning.options.sigma / options.sigma);
      }
      for (const seed of SEEDS) {
        if ((await leastRecall(hidden(network), {seed})) < LEFT_OUT) counts.auto++;
        if ((await leastRecall(hidden(network), {seed, ...warning?.options})) < LEFT_OUT) counts.mended++;
      }
    }
    const range = [Math.min(...distances), Math.max(...distances)].map((v) => v.toFixed(1)).join(' to ');
    const total = SEEDS.length ** 2;
    console.log(
      `| ${name}${last.length > 0 ? ', BatchNormalization' : ''} | ${counts.warned} of ${SEEDS.length} | ${range} | ${counts.auto} of ${total} | ${counts.mended} of ${total} |`,
    );
  }
}
