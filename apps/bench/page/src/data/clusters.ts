import {noisyLabels} from '@isomargin/datasets';
import {uniformFloat64} from 'pure-rand/distribution/uniformFloat64';
import {xoroshiro128plus} from 'pure-rand/generator/xoroshiro128plus';
import {numberExamples} from '../../../src/examples.js';
import {seedOf} from '../../../src/random.js';
import type {Settings} from '../settings/settings.js';
import {imbalancedCounts} from './imbalance.js';
import type {Task} from './task.js';

const classNames = ['A', 'B', 'C', 'D'];
const most = 240;
const testPerClass = 80;
/** Each class is two clouds on opposite sides, so that no straight line divides it from the others. */
const clouds = 2;
const spread = 0.24;

/** Clouds of points in a plane, six classes of two clouds each. */
export function clusters({imbalance, noise, seed}: Settings): Task {
  const {counts, rare} = imbalancedCounts(classNames.length, most, imbalance);
  const train = points(counts, seedOf(seed, 'clusters', 'train'));
  const test = points(
    counts.map(() => testPerClass),
    seedOf(seed, 'clusters', 'test'),
  );
  const labels =
    noise === 0
      ? train.labels
      : noisyLabels(train.labels, {noise: {kind: 'symmetric', rate: noise}, classes: counts.length, seed})
          .labels;
  const examples = (data: Float32Array, of: Int32Array) =>
    numberExamples(data, {shape: [2], labels: of, classNames});
  return {
    description: 'Clouds of points in a plane; each class is two of them.',
    train: examples(train.data, labels),
    test: examples(test.data, test.labels),
    counts,
    rare,
  };
}

function points(counts: readonly number[], seed: number): {data: Float32Array; labels: Int32Array} {
  const random = xoroshiro128plus(seed);
  random.jump();
  const normal = (): number => {
    const radius = Math.sqrt(-2 * Math.log(1 - uniformFloat64(random)));
    return radius * Math.cos(2 * Math.PI * uniformFloat64(random));
  };
  const count = counts.reduce((sum, of) => sum + of, 0);
  const data = new Float32Array(2 * count);
  const labels = new Int32Array(count);
  let row = 0;
  for (const [label, of] of counts.entries()) {
    for (let i = 0; i < of; i++) {
      // Twelve places on two rings: the second cloud of a class is on the other ring, across.
      const isInner = i % clouds === 1;
      const turn = label / counts.length + (isInner ? 0.5 + 0.5 / counts.length : 0);
      const radius = isInner ? 0.85 : 1.7;
      data[2 * row] = radius * Math.cos(2 * Math.PI * turn) + spread * normal();
      data[2 * row + 1] = radius * Math.sin(2 * Math.PI * turn) + spread * normal();
      labels[row++] = label;
    }
  }
  return {data, labels};
}
