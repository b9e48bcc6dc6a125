import {
  grads,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor1d,
  tensor2d,
} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, finiteDifferences, normals} from '../../../tools/testing/numeric.js';
import {centerLoss, movedCenters} from '../src/index.js';
import {centerLosses, centersAfter, type Problem} from './oracle.js';

interface Case extends Problem {
  readonly name: string;
  /** Factor on the embeddings, and on the centres. */
  readonly scale?: readonly [number, number];
  readonly withoutBias?: boolean;
  /** Embeddings are moved onto their own centre. */
  readonly onCenter?: boolean;
}

const base = {batch: 6, classes: 4, dimension: 5, labels: [1, 0, 3, 2, 1, 1], centerWeight: 0.3};
const cases: Case[] = [
  {name: 'plain', ...base},
  {name: 'the default weight', ...base, centerWeight: 0.003},
  {name: 'no weight of the centres', ...base, centerWeight: 0},
  {name: 'batch of 1', ...base, batch: 1, labels: [2]},
  {name: 'two classes, one dimension', ...base, classes: 2, dimension: 1, labels: [1, 0, 0, 1, 1, 1]},
  {name: 'a class absent', ...base, labels: [0, 0, 1, 1, 2, 2]},
  {name: 'one class only', ...base, labels: [3, 3, 3, 3, 3, 3]},
  {name: 'zero embeddings', ...base, scale: [0, 1]},
  {name: 'zero embeddings and centres', ...base, scale: [0, 0]},
  {name: 'embeddings on their centre', ...base, onCenter: true},
  {name: 'embeddings of norm 1e-6', ...base, scale: [1e-6 / Math.sqrt(5), 1]},
  {name: 'embeddings of norm 1e4, saturated logits', ...base, scale: [1e4 / Math.sqrt(5), 1]},
  {name: 'without bias', ...base, withoutBias: true},
  {name: 'class weights', ...base, classWeights: [1, 0, 2.5, 10]},
];

const float32 = (values: Float64Array, factor = 1): Float64Array =>
  Float64Array.from(Float32Array.from(values, (v) => v * factor));
const total = (losses: number[]): number => losses.reduce((a, b) => a + b, 0);

function numbersOf(c: Case): Float64Array[] {
  const f = float32(normals(c.batch * c.dimension, 1), c.scale?.[0]);
  const kernel = float32(normals(c.dimension * c.classes, 2));
  const centers = float32(normals(c.classes * c.dimension, 3), c.scale?.[1]);
  if (c.onCenter) {
    for (const [i, y] of c.labels.entries())
      f.set(centers.subarray(y * c.dimension, (y + 1) * c.dimension), i * c.dimension);
  }
  return [f, kernel, centers, ...(c.withoutBias ? [] : [float32(normals(c.classes, 4))])];
}

onEachBackend(() => {
  describe.each(cases)('$name', (c) => {
    const numbers = numbersOf(c);
    const shapes = [
      [c.batch, c.dimension],
      [c.dimension, c.classes],
      [c.classes, c.dimension],
    ] as [number, number][];
    const tensors = (): Tensor[] =>
      numbers.map((values, i) => {
        const shape = shapes[i];
        return shape === undefined
          ? tensor1d(Float32Array.from(values))
          : tensor2d(Float32Array.from(values), shape);
      });
    const loss = (...[f, kernel, centers, bias]: Tensor[]): Tensor1D =>
      centerLoss(f as Tensor2D, c.labels, kernel as Tensor2D, bias as Tensor1D, centers as Tensor2D, {
        centerWeight: c.centerWeight,
        classWeights: c.classWeights,
      });

    test('value', () => {
      const losses = loss(...tensors());
      expect([losses.dtype, losses.shape]).toEqual(['float32', [c.batch]]);
      expectClose(losses.dataSync(), centerLosses(c, numbers), 1e-4);
    });

    test('gradients to embeddings, kernel, centres and bias, against finite differences', () => {
      const found = grads((...inputs) => sum(loss(...inputs)))(tensors());
      for (const [at, values] of numbers.entries()) {
        const expected = finiteDifferences(
          (x) => total(centerLosses(c, numbers.with(at, x as Float64Array))),
          values,
          1e-4,
        );
        expectClose(found[at]!.dataSync(), expected, 1e-3, 1e-5);
      }
    });

    test('the centres move by the rule', () => {
      const [f, , centers] = tensors() as [Tensor2D, Tensor, Tensor2D];
      const before = centers.dataSync().slice();
      for (const rate of [0.5, 1, 0.01]) {
        const moved = movedCenters(centers, f, c.labels, rate);
        const expected = centersAfter(numbers[2]!, numbers[0]!, c.labels, c.dimension, rate);
        expectClose(moved.dataSync(), expected, 1e-6);
      }
      expect(centers.dataSync()).toEqual(before);
    });
  });

  test('an integer class weight equals repeating the example', () => {
    const f = tensor2d([1, 2, -1, 0.5], [2, 2]);
    const twice = tensor2d([1, 2, -1, 0.5, -1, 0.5], [3, 2]);
    const [kernel, centers] = [tensor2d([1, 0, 0.5, 2], [2, 2]), tensor2d([0, 1, 1, 0], [2, 2])];
    const weighted = centerLoss(f, [0, 1], kernel, undefined, centers, {classWeights: [1, 2]});
    const repeated = centerLoss(twice, [0, 1, 1], kernel, undefined, centers);
    expectClose([sum(weighted).dataSync()[0]!], [sum(repeated).dataSync()[0]!], 1e-6);
  });

  test('bad labels, shapes and options', () => {
    const [f, kernel, centers] = [
      tensor2d([[1, 2]]),
      tensor2d([1, 0, 3, 0, 1, 1], [2, 3]),
      tensor2d(Array(6).fill(0), [3, 2]),
    ];
    const of = (labels: number[], options = {}, c = centers) =>
      centerLoss(f, labels, kernel, undefined, c, options);
    expect(() => of([3])).toThrow('labels[0] must be an integer from 0 to 2, but is 3.');
    expect(() => of([-1])).toThrow('labels[0] must be an integer from 0 to 2, but is -1.');
    expect(() => of([0.5])).toThrow('labels[0] must be an integer from 0 to 2, but is 0.5.');
    expect(() => of([0, 1])).toThrow('one entry for each of the 1 examples, but have 2.');
    expect(() => of([0], {centerWeight: -1})).toThrow(
      'centerLoss: centerWeight must be a number >= 0, but got -1.',
    );
    expect(() => of([0], {centreWeight: 1})).toThrow("Did you mean 'centerWeight'?");
    expect(() => of([0], {classWeights: [1, 2]})).toThrow('one number for each of the 3 classes, but has 2.');
    expect(() => of([0], {}, kernel)).toThrow(
      'centerLoss: centers must have shape [3, 2], but have shape [2,3].',
    );
    expect(() => movedCenters(centers, f, [3])).toThrow('labels[0] must be an integer from 0 to 2');
    expect(() => movedCenters(centers, f, [0], 1.5)).toThrow(
      'movedCenters: rate must be a number > 0 and <= 1, but got 1.5.',
    );
  });
});
