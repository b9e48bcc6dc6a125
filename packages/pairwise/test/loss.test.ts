import {grad, mul, sum, type Tensor1D, type Tensor2D, tensor1d, tensor2d} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, normals} from '../../../tools/testing/numeric.js';
import {contrastiveLoss, tripletLoss} from '../src/index.js';
import {type Case, cases, embeddingsOf, upstream, weightedTotal} from './cases.js';
import {type ContrastiveProblem, contrastiveLosses, type TripletProblem, tripletLosses} from './oracle.js';

type Variant<P> = Omit<P, 'batch' | 'dimension' | 'labels'>;

const contrastiveVariants: Variant<ContrastiveProblem>[] = [
  {},
  {average: 'kinds', margin: 2.5},
  {average: 'active', normalize: true},
  {normalize: true, classWeights: [1, 0, 2.5, 10, 1, 1, 1, 3]},
];

const tripletVariants: Variant<TripletProblem>[] = (['all', 'batch-hard', 'semi-hard'] as const).flatMap(
  (mining) => [
    {mining},
    {
      mining,
      distance: 'euclidean',
      normalize: false,
      average: 'active',
      margin: 0.5,
      semiHardFallback: 'farthest',
    },
    {
      mining,
      margin: 'soft',
      distance: 'euclidean',
      normalize: false,
      classWeights: [1, 0, 2.5, 10, 1, 1, 1, 3],
    },
  ],
);

/** Compares value and gradient with the oracle and its finite differences. */
function compare(
  c: Case,
  loss: (f: Tensor2D) => Tensor1D,
  oracle: (f: Float64Array) => number[],
  {differentiable, comparable}: {differentiable: boolean; comparable: boolean},
): void {
  const f = embeddingsOf(c);
  const x = tensor2d(Float32Array.from(f), [c.batch, c.dimension]);
  const losses = loss(x);
  expect([losses.dtype, losses.shape]).toEqual(['float32', [c.batch]]);
  if (comparable) expectClose(losses.dataSync(), oracle(f), 1e-4, 1e-3);
  const weights = tensor1d(Float32Array.from(upstream(c.batch)));
  const gradient = grad((given) => sum(mul(loss(given as Tensor2D), weights)))(x);
  expect(gradient.shape).toEqual(x.shape);
  const found = gradient.dataSync();
  expect([...found].every(Number.isFinite)).toBe(true);
  if (!differentiable) return;
  // Numbers of the embeddings, or, where these are many, some directions.
  const directions =
    f.length <= 60 ? f.map((_, i) => i) : Array.from({length: 4}, (_, seed) => normals(f.length, seed + 90));
  const along = (direction: number | Float64Array, step: number): number =>
    weightedTotal(
      oracle(
        f.map((v, i) => v + step * (typeof direction === 'number' ? Number(i === direction) : direction[i]!)),
      ),
    );
  const [expected, actual] = [[], []] as [number[], number[]];
  for (const direction of directions) {
    const step = 1e-7 * (c.scale ?? 1);
    expected.push((along(direction, step) - along(direction, -step)) / (2 * step));
    actual.push(
      typeof direction === 'number'
        ? found[direction]!
        : direction.reduce((total, v, i) => total + v * found[i]!, 0),
    );
  }
  expectClose(actual, expected, 2e-3, 1e-3);
}

/**
 * Where two embeddings of different classes, or an embedding and the origin, are the same point, a distance or direction has no
 * derivative, and tied distances have no largest one. A zero embedding among those of length 1 ties all of its distances,
 * so that rounding decides about its triplets.
 */
const kindOf = (
  {copies, zeros}: Case,
  normalize: boolean,
): {differentiable: boolean; comparable: boolean} => ({
  differentiable: copies === undefined && zeros === undefined,
  comparable: zeros === undefined || !normalize,
});

onEachBackend(() => {
  describe.each(cases)('$name', (c) => {
    test.each(contrastiveVariants)('contrastive %j', (variant) => {
      const oracle = (f: Float64Array): number[] => contrastiveLosses({...c, ...variant}, f);
      compare(c, (f) => contrastiveLoss(f, c.labels, variant), oracle, kindOf(c, variant.normalize ?? false));
    });

    test.each(tripletVariants)('triplet %j', (variant) => {
      const oracle = (f: Float64Array): number[] => tripletLosses({...c, ...variant}, f);
      compare(c, (f) => tripletLoss(f, c.labels, variant), oracle, kindOf(c, variant.normalize ?? true));
    });
  });
});
