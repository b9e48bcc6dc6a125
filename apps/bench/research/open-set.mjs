// Of packages/affinity/DEFAULTS.md: can images of classes that no training has seen be told by the scores? And are confidences right?
// node apps/bench/research/open-set.mjs MNIST_FOLDER OUT_FOLDER
//
// MNIST, 1,000 training images of each of seven digits, MLP, 10 epochs; the other three digits are the unknown ones, three times.
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {affinity} from '@isomargin/affinity';
import {auroc, expectedCalibrationError} from '@isomargin/metrics';
import {softmax} from '@isomargin/softmax';
import {draw, mnist, scoresOf, trained} from './network.mjs';

const [folder, out] = process.argv.slice(2);
const STEPS = 550;
const POWERS = [0.5, 0.7, 1, 1.4, 2, 3, 4, 5, 6, 8, 10, 14, 20];
const UNKNOWN = [
  [7, 8, 9],
  [0, 3, 6],
  [1, 4, 5],
];
const {train, test} = await mnist(folder);
const found = [];
for (const [index, unknown] of UNKNOWN.entries()) {
  const seed = index + 1;
  const known = Array.from({length: 10}, (_, digit) => digit).filter((digit) => !unknown.includes(digit));
  const codes = (labels) => labels.map((digit) => known.indexOf(digit));
  const set = {images: train.images, labels: codes(Array.from(train.labels))};
  const rows = draw(set, Array(known.length).fill(1000), seed);
  const all = Array.from(test.labels, (_, row) => row);
  const truth = codes(Array.from(test.labels));
  for (const [name, head] of [
    ['softmax', softmax({classes: known.length, seed})],
    ['affinity', affinity({classes: known.length, seed})],
  ]) {
    const model = await trained(set, rows, head, {steps: STEPS, seed});
    const scores = scoresOf(model, test, all);
    const rowsOf = all.map((i) => Array.from(scores.subarray(i * known.length, (i + 1) * known.length)));
    const total = (values) => values.reduce((a, b) => a + b, 0);
    const exps = (row) => row.map((v) => Math.exp(v - Math.max(...row)));
    const shares = rowsOf.map((row) => {
      const parts = name === 'softmax' ? exps(row) : row;
      const sum = total(parts);
      return parts.map((v) => (sum === 0 ? 1 / parts.length : v / sum));
    });
    const isKnown = truth.map((code) => Number(code >= 0));
    const highest = (of) => of.map((row) => Math.max(...row));
    // Shares of scores to a power: one temperature, chosen by every other image for the images between.
    const scaled = (power) =>
      rowsOf.map((row) => {
        const parts =
          name === 'softmax' ? exps(row.map((v) => power * v)) : row.map((v) => v ** power + 1e-30);
        return parts.map((v) => v / total(parts));
      });
    const inKnown = all.filter((i) => truth[i] >= 0);
    const predicted = (row) => row.indexOf(Math.max(...row));
    const [chosenBy, judgedBy] = [0, 1].map((part) => inKnown.filter((_, i) => i % 2 === part));
    const errorOf = (of, which) =>
      expectedCalibrationError(
        which.map((i) => truth[i]),
        which.map((i) => of[i]),
      );
    const power = POWERS.reduce((best, next) =>
      errorOf(scaled(next), chosenBy) < errorOf(scaled(best), chosenBy) ? next : best,
    );
    found.push({
      loss: name,
      unknown,
      accuracy: total(inKnown.map((i) => Number(predicted(rowsOf[i]) === truth[i]))) / inKnown.length,
      aurocOfHighestScore: auroc(isKnown, highest(rowsOf)),
      aurocOfHighestShare: auroc(isKnown, highest(shares)),
      calibrationError: errorOf(shares, judgedBy),
      power,
      calibrationErrorWithPower: errorOf(scaled(power), judgedBy),
    });
    console.log(JSON.stringify(found.at(-1)));
    model.dispose();
  }
}
mkdirSync(out, {recursive: true});
writeFileSync(join(out, 'open-set.jsonl'), `${found.map((each) => JSON.stringify(each)).join('\n')}\n`);
