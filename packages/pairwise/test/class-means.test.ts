import {classMeans, embeddingModel, type LossHead} from '@isomargin/core';
import {gather, slice, type Tensor, type Tensor2D, tensor1d, tensor2d} from '@tensorflow/tfjs-core';
import {layers, sequential} from '@tensorflow/tfjs-layers';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, normals} from '../../../tools/testing/numeric.js';
import {contrastive, triplet} from '../src/index.js';

const [inputs, dimension, classes] = [2, 4, 3];

/** Three clouds around a circle, the first ten times as frequent as the others. */
function toy(size: number, seed: number): {xs: Tensor2D; labels: number[]} {
  const labels = Array.from({length: 12 * size}, (_, i) => (i % 12 < 10 ? 0 : (i % 12) - 9));
  const noise = normals(labels.length * inputs, seed);
  const xs = labels.map((label, i) => {
    const angle = (2 * Math.PI * label) / classes;
    return [2 * Math.cos(angle) + 0.6 * noise[2 * i]!, 2 * Math.sin(angle) + 0.6 * noise[2 * i + 1]!];
  });
  return {xs: tensor2d(xs), labels};
}

const makers = {contrastive, triplet} as const;

function network(
  kind: keyof typeof makers,
  options: {meanWindow?: number; classWeights?: number[]} = {},
  useMetric = false,
): {model: ReturnType<typeof sequential>; head: ReturnType<(typeof makers)[typeof kind]>} {
  const head = makers[kind]({classes, ...options});
  const hidden = layers.dense({units: dimension, inputShape: [inputs], activation: 'tanh'});
  const model = sequential({layers: [hidden, head]});
  const metrics = useMetric ? [head.accuracy, head.loss] : [head.accuracy];
  model.compile({optimizer: 'adam', loss: head.loss, metrics});
  return {model, head};
}

const numbers = (tensor: Tensor): Float64Array => {
  const values = Float64Array.from(tensor.dataSync());
  tensor.dispose();
  return values;
};
const stateOf = (head: LossHead): number[][] => head.getWeights().map((w) => [...w.dataSync()]);

/** Means and counts after a step by the rule, with plain loops. */
function stateAfter(
  [means, counts]: readonly number[][],
  f: ArrayLike<number>,
  labels: readonly number[],
  window: number,
  normalize: boolean,
): [number[], number[]] {
  const d = f.length / labels.length;
  const rows = labels.map((_, i) => {
    const row = Array.from({length: d}, (_, k) => f[i * d + k]!);
    const norm = normalize ? Math.sqrt(row.reduce((sum, v) => sum + v * v, 0)) : 1;
    return row.map((v) => v / norm);
  });
  const [newMeans, newCounts] = [[...means!], [...counts!]];
  for (let j = 0; j < classes; j++) {
    const members = rows.filter((_, i) => labels[i] === j);
    const kept = Math.min(counts![j]!, window);
    newCounts[j] = kept + members.length;
    if (members.length === 0) continue;
    for (let k = 0; k < d; k++) {
      const total = members.reduce((sum, row) => sum + row[k]!, kept * means![j * d + k]!);
      newMeans[j * d + k] = total / newCounts[j]!;
    }
  }
  return [newMeans, newCounts];
}

onEachBackend(() => {
  describe.each(['contrastive', 'triplet'] as const)('the class means of %s', (kind) => {
    const normalize = kind === 'triplet';

    test.each([
      ['', 50, false],
      [', with the loss as a metric too and a small window', 4, true],
    ] as [string, number, boolean][])('over training steps, exactly%s', async (_, meanWindow, useMetric) => {
      const {model, head} = network(kind, {meanWindow, classWeights: [1, 5, 0]}, useMetric);
      const {xs, labels} = toy(2, 3);
      const ys = head.labels(labels);
      const embed = embeddingModel(model);
      let expected = stateOf(head);
      expect(expected).toEqual([Array(classes * dimension).fill(0), [0, 0, 0]]);
      for (let epoch = 0; epoch < 2; epoch++) {
        // The last batch is smaller, and some batches lack a class.
        for (let from = 0; from < labels.length; from += 5) {
          const rows = Array.from({length: Math.min(5, labels.length - from)}, (_, i) => from + i);
          const at = tensor1d(rows, 'int32');
          const part = gather(xs, at);
          const f = numbers(embed.predict(part) as Tensor);
          const of = rows.map((r) => labels[r]!);
          expected = stateAfter(expected, f, of, meanWindow, normalize);
          await model.trainOnBatch(part, gather(ys, at));
          for (const [i, values] of stateOf(head).entries()) expectClose(values, expected[i]!, 1e-5);
        }
      }
    });

    test('are those of all training examples while the window is not full', async () => {
      const head = makers[kind]({classes, meanWindow: 1000});
      const model = sequential({layers: [layers.inputLayer({inputShape: [inputs]}), head]});
      const {xs, labels} = toy(2, 4);
      for (const start of [0, 12]) {
        const scores = head.apply(slice(xs, [start, 0], [12, inputs]), {training: true}) as Tensor;
        head.loss(tensor1d(labels.slice(start, start + 12)), scores);
      }
      const rows = xs.dataSync();
      const placed = normalize
        ? rows.map((v, i) => v / Math.hypot(rows[i - (i % 2)]!, rows[i - (i % 2) + 1]!))
        : rows;
      const expected = classMeans(tensor2d(placed, [24, inputs]), labels, classes);
      expectClose(head.means().dataSync(), expected.dataSync(), 1e-5);
      expect(stateOf(head)[1]).toEqual([20, 2, 2]);
      // The scores are minus the squared distances to them.
      const scores = (model.predict(xs) as Tensor).dataSync();
      const means = expected.dataSync();
      const distances = labels.flatMap((_, i) =>
        [0, 1, 2].map(
          (j) => -((placed[2 * i]! - means[2 * j]!) ** 2) - (placed[2 * i + 1]! - means[2 * j + 1]!) ** 2,
        ),
      );
      expectClose(scores, distances, 1e-5);
    });

    test('of classes that were not seen score lowest', async () => {
      const {model, head} = network(kind);
      const xs = tensor2d([0.1, 0.2, 3, -3, 100, 100, 2, 2], [4, 2]);
      const before = model.predict(xs) as Tensor;
      expect([...before.dataSync()].every(Number.isFinite)).toBe(true);
      await model.fit(xs, head.labels([0, 2, 0, 2]), {epochs: 1, verbose: 0});
      const scores = (model.predict(xs) as Tensor2D).arraySync();
      for (const [a, b, c] of scores) expect(b).toBeLessThan(Math.min(a!, c!) - 1e20);
    });

    test('are no trainable weights, and come as a copy', () => {
      const {head} = network(kind);
      expect(head.trainableWeights.length).toBe(0);
      expect(head.nonTrainableWeights.map(({shape}) => shape)).toEqual([[classes, dimension], [classes]]);
      const means = head.means();
      means.dispose();
      expect(head.means().shape).toEqual([classes, dimension]);
      expect(() => makers[kind]({classes}).means()).toThrow('before it is part of a model');
    });
  });
});
