import type {Tensor, Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';
import {
  balancedSoftmaxLoss,
  classBalancedLoss,
  fixedSimplexLoss,
  focalLoss,
  ldamLoss,
  logitAdjustedLoss,
} from '../src/index.js';
import * as oracle from './oracle.js';

/** A loss of this package and the same by the oracle, on inputs of one form. */
export interface LossUnderTest {
  readonly name: string;
  /** Whether the second input is a kernel [d, classes] with a bias, or prototypes [classes, d]. */
  readonly weights: 'kernel' | 'prototypes';
  readonly loss: (
    inputs: readonly Tensor[],
    labels: readonly number[],
    counts: readonly number[],
    classWeights?: readonly number[],
  ) => Tensor1D;
  /** The same from scores or cosines in float64. */
  readonly oracle: (
    scores: readonly (readonly number[])[],
    labels: readonly number[],
    counts: readonly number[],
  ) => number[];
}

type Linear = [Tensor2D, Tensor2D, Tensor1D];
type Angular = [Tensor2D, Tensor2D];

const focalWith = (gamma: number): LossUnderTest => ({
  name: `focal, gamma ${gamma}`,
  weights: 'kernel',
  loss: (inputs, labels, _counts, classWeights) => {
    const [f, kernel, bias] = inputs as Linear;
    return focalLoss(f, labels, kernel, bias, {gamma, classWeights});
  },
  oracle: (scores, labels) => oracle.focal(scores, labels, gamma),
});

export const losses: readonly LossUnderTest[] = [
  focalWith(2),
  focalWith(0.5),
  {
    name: 'class-balanced',
    weights: 'kernel',
    loss: (inputs, labels, classCounts, classWeights) => {
      const [f, kernel, bias] = inputs as Linear;
      return classBalancedLoss(f, labels, kernel, bias, {classCounts, beta: 0.99, classWeights});
    },
    oracle: (scores, labels, counts) => oracle.classBalanced(scores, labels, counts, 0.99),
  },
  {
    name: 'balanced softmax',
    weights: 'kernel',
    loss: (inputs, labels, classCounts, classWeights) => {
      const [f, kernel, bias] = inputs as Linear;
      return balancedSoftmaxLoss(f, labels, kernel, bias, {classCounts, classWeights});
    },
    oracle: oracle.balancedSoftmax,
  },
  {
    name: 'logit adjustment',
    weights: 'kernel',
    loss: (inputs, labels, classCounts, classWeights) => {
      const [f, kernel, bias] = inputs as Linear;
      return logitAdjustedLoss(f, labels, kernel, bias, {classCounts, tau: 1.5, classWeights});
    },
    oracle: (scores, labels, counts) => oracle.logitAdjusted(scores, labels, counts, 1.5),
  },
  {
    name: 'LDAM',
    weights: 'prototypes',
    loss: (inputs, labels, classCounts, classWeights) => {
      const [f, prototypes] = inputs as Angular;
      return ldamLoss(f, labels, prototypes, {classCounts, maxMargin: 0.4, scale: 10, classWeights});
    },
    oracle: (cosines, labels, counts) => oracle.ldam(cosines, labels, counts, {maxMargin: 0.4, scale: 10}),
  },
];

/** Its vertices are of norm 1, and no gradient to them is asked for. */
export const simplexLosses: readonly LossUnderTest[] = [
  {
    name: 'fixed simplex',
    weights: 'prototypes',
    loss: (inputs, labels, _counts, classWeights) => {
      const [f, vertices] = inputs as Angular;
      return fixedSimplexLoss(f, labels, vertices, {scale: 10, classWeights});
    },
    oracle: (cosines, labels) => oracle.fixedSimplex(cosines, labels, 10),
  },
  {
    name: 'fixed simplex, dot regression',
    weights: 'prototypes',
    loss: (inputs, labels, _counts, classWeights) => {
      const [f, vertices] = inputs as Angular;
      return fixedSimplexLoss(f, labels, vertices, {objective: 'dot-regression', classWeights});
    },
    oracle: oracle.dotRegression,
  },
];
