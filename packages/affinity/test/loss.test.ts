import {grads, sum, type Tensor1D, type Tensor2D, tensor2d} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, finiteDifferences, normals} from '../../../tools/testing/numeric.js';
import {affinityLoss} from '../src/index.js';
import {marginLosses} from './oracle.js';

interface Case {
  readonly name: string;
  readonly batch: number;
  readonly classes: number;
  readonly perClass: number;
  readonly dimension: number;
  readonly sigma: number;
  readonly margin: number;
  /** Factor on the embeddings, and on the prototypes. */
  readonly scale?: readonly [number, number];
  readonly labels?: readonly number[];
  /** Embeddings are moved onto prototypes of their own class, or of a wrong one. */
  readonly onto?: 'own' | 'wrong';
}

const base = {batch: 6, classes: 4, perClass: 1, dimension: 5, sigma: 8, margin: 0.75};
const cases: Case[] = [
  {name: 'plain', ...base},
  {name: 'several prototypes a class', ...base, perClass: 3},
  {name: 'batch of 1', ...base, batch: 1},
  {name: 'two classes, one dimension', ...base, classes: 2, dimension: 1},
  {name: 'a class absent', ...base, labels: [0, 0, 1, 1, 2, 2]},
  {name: 'one class only', ...base, labels: [3, 3, 3, 3, 3, 3]},
  {name: 'small margin', ...base, margin: 0.1},
  {name: 'embeddings on their prototype', ...base, onto: 'own'},
  {name: 'embeddings on a wrong prototype', ...base, onto: 'wrong'},
  {name: 'embeddings on their prototype, several a class', ...base, perClass: 3, onto: 'own'},
  {name: 'embeddings of norm 1e-6', ...base, scale: [1e-6 / Math.sqrt(5), 1]},
  {name: 'all of norm 1e-6, sigma to match', ...base, sigma: 8e-12, scale: [1e-6, 1e-6]},
  {name: 'embeddings of norm 1e4, far from all prototypes', ...base, scale: [1e4 / Math.sqrt(5), 1]},
  {name: 'all of norm 1e4, sigma to match', ...base, sigma: 8e8, scale: [1e4, 1e4]},
  {name: 'far from all prototypes, affinities near the end of float32', ...base, sigma: 0.3},
  {
    name: 'many classes and dimensions',
    ...base,
    batch: 16,
    classes: 50,
    perClass: 2,
    dimension: 64,
    sigma: 128,
  },
];

function inputs(c: Case): {f: Float64Array; w: Float64Array; labels: number[]} {
  const [ofEmbeddings, ofPrototypes] = c.scale ?? [1, 1];
  // What the float32 backend is given, exactly.
  const w = Float64Array.from(
    Float32Array.from(normals(c.classes * c.perClass * c.dimension, 3), (v) => v * ofPrototypes),
  );
  const f = Float64Array.from(Float32Array.from(normals(c.batch * c.dimension, 5), (v) => v * ofEmbeddings));
  const labels = [...(c.labels ?? Array.from({length: c.batch}, (_, i) => (i * 7 + 1) % c.classes))];
  if (c.onto) {
    for (const [i, y] of labels.entries()) {
      const row = (c.perClass - 1) * c.classes + (c.onto === 'own' ? y : (y + 1) % c.classes);
      f.set(w.subarray(row * c.dimension, (row + 1) * c.dimension), i * c.dimension);
    }
  }
  return {f, w, labels};
}

onEachBackend(() => {
  describe.each(cases)('$name', (c) => {
    const {f, w, labels} = inputs(c);
    const [columns, perClass] = [c.dimension, c.perClass];
    const options = {sigma: c.sigma, margin: c.margin};
    const oracle = (fs: ArrayLike<number>, ws: ArrayLike<number>): number[] =>
      marginLosses({values: fs, columns}, labels, {values: ws, columns}, {...options, perClass});
    const total = (losses: number[]): number => losses.reduce((a, b) => a + b, 0);
    const tensors = (): [Tensor2D, Tensor2D] => [
      tensor2d(Float32Array.from(f), [c.batch, columns]),
      tensor2d(Float32Array.from(w), [c.classes * perClass, columns]),
    ];
    const loss = (embeddings: Tensor2D, prototypes: Tensor2D): Tensor1D =>
      affinityLoss(embeddings, labels, prototypes, {...options, prototypesPerClass: perClass});

    test('value', () => {
      const losses = loss(...tensors());
      expect(losses.dtype).toBe('float32');
      expectClose(losses.dataSync(), oracle(f, w), 1e-4);
    });

    test('gradients, against finite differences', () => {
      const [ofF, ofW] = grads((a, b) => sum(loss(a as Tensor2D, b as Tensor2D)))(tensors());
      const step = 1e-5;
      const expectedF = finiteDifferences((x) => total(oracle(x, w)), f, step);
      const expectedW = finiteDifferences((x) => total(oracle(f, x)), w, step);
      // A gradient is compared on the scale of what gradients are here: 1/√σ, or less where nothing pulls.
      const floor = 1e-6 / Math.sqrt(c.sigma);
      expectClose(ofF!.dataSync(), expectedF, 1e-3, floor);
      expectClose(ofW!.dataSync(), expectedW, 1e-3, floor);
    });
  });

  describe('prototypes of a wrong shape are refused', () => {
    test.each([
      [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
        1,
        'embeddings must have shape [batch, d] and prototypes [prototypesPerClass · classes, d], but have [1,2] and [2,3].',
      ],
      [
        [
          [1, 2],
          [3, 4],
          [5, 6],
        ],
        2,
        'prototypes must have 2 rows for each of at least 2 classes, but have 3 rows in all.',
      ],
      [[[1, 2]], 1, 'prototypes must have 1 rows for each of at least 2 classes, but have 1 rows in all.'],
    ])('%j with %i a class', (prototypes, prototypesPerClass, message) => {
      expect(() => affinityLoss(tensor2d([[1, 2]]), [0], tensor2d(prototypes), {prototypesPerClass})).toThrow(
        message,
      );
    });
  });
});
