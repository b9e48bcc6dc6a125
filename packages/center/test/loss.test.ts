import {readFileSync} from 'node:fs';
import {type Tensor1D, type Tensor2D, tensor2d} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, normals} from '../../../tools/testing/numeric.js';
import {testPureFunction} from '../../../tools/testing/pure-function.js';
import {type CenterLossOptions, center, centerLoss, movedCenters} from '../src/index.js';
import {centersAfter} from './oracle.js';

testPureFunction<CenterLossOptions & {useBias?: boolean}>({
  name: 'centerLoss',
  head: center,
  loss: (embeddings, labels, {kernel, bias, centers}, {useBias: _, ...options}) => {
    const [w, b, c] = [kernel as Tensor2D, bias as Tensor1D | undefined, centers as Tensor2D];
    return centerLoss(embeddings, labels, w, b, c, options);
  },
  settings: [{}, {centerWeight: 0.3, useBias: false}],
});

interface Fixture {
  readonly name: string;
  readonly batch: number;
  readonly classes: number;
  readonly dimension: number;
  readonly rate: number;
  readonly labels: number[];
  readonly inputs: {readonly embeddings: number[]; readonly centers: number[]};
  readonly moved: number[];
}

// Made by tools/reference/center/make_fixtures.py with torch in float64.
const {cases}: {cases: Fixture[]} = JSON.parse(
  readFileSync(new URL('./fixtures/center.json', import.meta.url), 'utf8'),
);

const size = {batch: 6, classes: 4, dimension: 5};
const batches = [
  {name: 'every class', ...size, labels: [1, 0, 3, 2, 1, 1]},
  {name: 'batch of 1', ...size, batch: 1, labels: [2]},
  {name: 'two classes, one dimension', batch: 6, classes: 2, dimension: 1, labels: [1, 0, 0, 1, 1, 1]},
  {name: 'a class absent', ...size, labels: [0, 0, 1, 1, 2, 2]},
  {name: 'one class only', ...size, labels: [3, 3, 3, 3, 3, 3]},
];

onEachBackend(() => {
  describe('the centres move by the rule', () => {
    test.each(cases)('as torch computes it: $name', (c) => {
      const centers = tensor2d(c.inputs.centers, [c.classes, c.dimension]);
      const embeddings = tensor2d(c.inputs.embeddings, [c.batch, c.dimension]);
      expectClose(movedCenters(centers, embeddings, c.labels, c.rate).dataSync(), c.moved, 1e-6);
    });

    test.each(batches)('$name', ({batch, classes, dimension, labels}) => {
      const [f, c] = [batch, classes].map((rows, i) =>
        tensor2d(Float32Array.from(normals(rows * dimension, i + 1)), [rows, dimension]),
      ) as [Tensor2D, Tensor2D];
      const before = c.dataSync().slice();
      for (const rate of [0.5, 1, 0.01]) {
        const expected = centersAfter(before, f.dataSync(), labels, dimension, rate);
        expectClose(movedCenters(c, f, labels, rate).dataSync(), expected, 1e-6);
      }
      expect(c.dataSync()).toEqual(before);
    });
  });

  test('bad labels, shapes and options', () => {
    const [f, kernel] = [tensor2d([[1, 2]]), tensor2d([1, 0, 3, 0, 1, 1], [2, 3])];
    const centers = tensor2d(Array(6).fill(0), [3, 2]);
    expect(() => centerLoss(f, [0], kernel, undefined, centers, {centerWeight: -1})).toThrow(
      'centerLoss: centerWeight must be a number >= 0, but got -1.',
    );
    expect(() => centerLoss(f, [0], kernel, undefined, kernel)).toThrow(
      'centerLoss: centers must have shape [3, 2], but have shape [2,3].',
    );
    expect(() => movedCenters(centers, f, [3])).toThrow('labels[0] must be an integer from 0 to 2');
    expect(() => movedCenters(centers, f, [0], 1.5)).toThrow(
      'movedCenters: rate must be a number > 0 and <= 1, but got 1.5.',
    );
  });
});
