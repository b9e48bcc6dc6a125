import type {Tensor1D, Tensor2D} from '@tensorflow/tfjs-core';
import {testPureFunction} from '../../../tools/testing/pure-function.js';
import {
  balancedSoftmax,
  balancedSoftmaxLoss,
  classBalanced,
  classBalancedLoss,
  type FixedSimplexLossOptions,
  fixedSimplex,
  fixedSimplexLoss,
  focal,
  focalLoss,
  ldam,
  ldamLoss,
  logitAdjustedLoss,
  logitAdjustment,
} from '../src/index.js';

const classCounts = [150, 15, 5];

testPureFunction<{gamma?: number}>({
  name: 'focalLoss',
  head: focal,
  loss: (embeddings, labels, {kernel, bias}, options) =>
    focalLoss(embeddings, labels, kernel as Tensor2D, bias as Tensor1D, options),
  settings: [{}, {gamma: 0.5}],
});

testPureFunction<{beta?: number}>({
  name: 'classBalancedLoss',
  head: (options) => classBalanced({...options, classCounts}),
  loss: (embeddings, labels, {kernel, bias}, options) =>
    classBalancedLoss(embeddings, labels, kernel as Tensor2D, bias as Tensor1D, {...options, classCounts}),
  settings: [{}, {beta: 0.99}],
});

testPureFunction<object>({
  name: 'balancedSoftmaxLoss',
  head: (options) => balancedSoftmax({...options, classCounts}),
  loss: (embeddings, labels, {kernel, bias}, options) =>
    balancedSoftmaxLoss(embeddings, labels, kernel as Tensor2D, bias as Tensor1D, {...options, classCounts}),
  settings: [{}],
});

testPureFunction<{tau?: number}>({
  name: 'logitAdjustedLoss',
  head: (options) => logitAdjustment({...options, classCounts}),
  loss: (embeddings, labels, {kernel, bias}, options) =>
    logitAdjustedLoss(embeddings, labels, kernel as Tensor2D, bias as Tensor1D, {...options, classCounts}),
  settings: [{}, {tau: 1.5}],
});

testPureFunction<{maxMargin?: number; scale?: number}>({
  name: 'ldamLoss',
  head: (options) => ldam({...options, classCounts}),
  loss: (embeddings, labels, {prototypes}, options) =>
    ldamLoss(embeddings, labels, prototypes as Tensor2D, {...options, classCounts}),
  settings: [{}, {maxMargin: 0.3, scale: 12}],
});

testPureFunction<Pick<FixedSimplexLossOptions, 'objective' | 'scale'>>({
  name: 'fixedSimplexLoss',
  head: fixedSimplex,
  loss: (embeddings, labels, {vertices}, options) =>
    fixedSimplexLoss(embeddings, labels, vertices as Tensor2D, options),
  settings: [{}, {scale: 12}, {objective: 'dot-regression'}],
});
