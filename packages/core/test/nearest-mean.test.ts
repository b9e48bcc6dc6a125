import {tensor2d, zeros} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, normals} from '../../../tools/testing/numeric.js';
import {classMeans, LabelError, nearestMeanScores, predictNearestMean} from '../src/index.js';

const [n, d, classes] = [40, 3, 4];
const labels = Array.from({length: n}, (_, i) => (i * 7 + (i % 3)) % classes);

onEachBackend(() => {
  // Far from the origin float32 has few digits left for what is near.
  describe.each([0, 3000])('embeddings around %d', (offset) => {
    const values = Float64Array.from(
      Float32Array.from(normals(n * d, 4), (v, i) => v + offset + labels[Math.floor(i / d)]!),
    );
    const means = Array.from({length: classes}, (_, j) =>
      Array.from({length: d}, (_, k) => {
        const own = labels.flatMap((label, i) => (label === j ? [values[i * d + k]!] : []));
        return own.reduce((x, y) => x + y, 0) / own.length;
      }),
    );
    const distances = Array.from({length: n}, (_, i) =>
      means.map((mean) => mean.reduce((total, m, k) => total + (values[i * d + k]! - m) ** 2, 0)),
    );
    const embeddings = () => tensor2d(Float32Array.from(values), [n, d]);

    test('means, scores and predictions', () => {
      const computed = classMeans(embeddings(), labels, classes);
      expect(computed.shape).toEqual([classes, d]);
      expectClose(computed.dataSync(), means.flat(), 1e-6);
      const scores = nearestMeanScores(embeddings(), computed).dataSync();
      expectClose(
        scores,
        distances.flat().map((x) => -x),
        offset === 0 ? 1e-5 : 1e-3,
      );
      const predicted = predictNearestMean(embeddings(), computed);
      expect(predicted.dtype).toBe('int32');
      expect([...predicted.dataSync()]).toEqual(distances.map((row) => row.indexOf(Math.min(...row))));
    });
  });

  test('a class without an example has no mean', () => {
    const embeddings = tensor2d([1, 2, 3, 4], [2, 2]);
    expect(() => classMeans(embeddings, [0, 2], 3)).toThrow('classMeans: class 1 has no example');
  });

  test('means of another number of dimensions', () => {
    expect(() => predictNearestMean(zeros([2, 3]), zeros([2, 1]))).toThrow(
      'nearestMeanScores: needs matrices with one number of columns, but the shapes are embeddings [2,3] and means [2,1].',
    );
  });

  test('bad labels', () => {
    const embeddings = tensor2d([1, 2, 3, 4], [2, 2]);
    expect(() => classMeans(embeddings, [0], 2)).toThrow(LabelError);
    expect(() => classMeans(embeddings, [0, 2], 2)).toThrow(LabelError);
  });
});
