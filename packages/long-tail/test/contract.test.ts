import {readFileSync} from 'node:fs';
import type {LossPlugin, OptionSet} from '@isomargin/core';
import {type LossFixture, type LossProblem, linearScoresOf, type Setting} from '@isomargin/testkit';
import {lossContract} from '@isomargin/testkit/vitest';
import {balancedSoftmaxPlugin} from '../src/balanced-softmax.js';
import {classBalancedPlugin} from '../src/class-balanced.js';
import {fixedSimplexPlugin} from '../src/fixed-simplex.js';
import {focalPlugin} from '../src/focal.js';
import {ldamPlugin} from '../src/ldam.js';
import {logitAdjustmentPlugin} from '../src/logit-adjustment.js';
import * as oracle from './oracle.js';

interface Written {
  readonly name: string;
  /** 'focal, gamma 2' */
  readonly loss: string;
  readonly shapes: number[][];
  readonly inputs: number[][];
  readonly labels: number[];
  readonly classCounts: number[];
  readonly losses: number[];
  readonly gradients: number[][];
}

// Made by tools/reference/long-tail/make_fixtures.py with torch in float64.
const {versions, cases}: {versions: {torch: string}; cases: Written[]} = JSON.parse(
  readFileSync(new URL('./fixtures/long-tail.json', import.meta.url), 'utf8'),
);

/** The fixtures of a loss, by the name that the file has for it. */
function fixturesOf<S extends OptionSet>(
  _plugin: LossPlugin<S>,
  loss: string,
  weights: readonly string[],
  options: Setting<S>,
): LossFixture<S>[] {
  return cases
    .filter((c) => c.loss === loss)
    .map((c) => {
      // Weights that are never trained have no gradient.
      const named = (values: number[][]): Record<string, number[]> =>
        Object.fromEntries(weights.slice(0, values.length - 1).map((name, i) => [name, values[i + 1]!]));
      return {
        name: c.name,
        reference: `torch ${versions.torch}`,
        options,
        classes: c.classCounts.length,
        dimension: c.shapes[0]![1]!,
        labels: c.labels,
        embeddings: c.inputs[0]!,
        weights: named(c.inputs),
        classCounts: c.classCounts,
        losses: c.losses,
        gradients: {embeddings: c.gradients[0]!, weights: named(c.gradients)},
      };
    });
}

const linear = ['kernel', 'bias'];
const softmax = <S extends OptionSet>(problem: LossProblem<S>): {losses: number[]} => {
  const scores = linearScoresOf(problem as LossProblem);
  return {losses: scores.map((row, i) => oracle.crossEntropy(row, problem.labels[i]!))};
};

lossContract({
  plugin: focalPlugin,
  oracle: (problem) => ({
    losses: oracle.focal(linearScoresOf(problem), problem.labels, problem.options.gamma),
  }),
  fixtures: [
    ...fixturesOf(focalPlugin, 'focal, gamma 2', linear, {}),
    ...fixturesOf(focalPlugin, 'focal, gamma 0.5', linear, {gamma: 0.5}),
  ],
  variants: [{gamma: 0.5}, {gamma: 1, useBias: false}],
  reducesTo: [{name: 'softmax cross entropy', options: {gamma: 0}, to: softmax}],
});

lossContract({
  plugin: classBalancedPlugin,
  oracle: (problem) => {
    const {labels, classCounts, options} = problem;
    return {losses: oracle.classBalanced(linearScoresOf(problem), labels, classCounts, options.beta)};
  },
  fixtures: fixturesOf(classBalancedPlugin, 'class-balanced', linear, {beta: 0.99}),
  variants: [{beta: 0.99, useBias: false}],
  reducesTo: [{name: 'softmax cross entropy', options: {beta: 0}, to: softmax}],
});

lossContract({
  plugin: balancedSoftmaxPlugin,
  oracle: (problem) => ({
    losses: oracle.balancedSoftmax(linearScoresOf(problem), problem.labels, problem.classCounts),
  }),
  fixtures: fixturesOf(balancedSoftmaxPlugin, 'balanced softmax', linear, {}),
  variants: [{useBias: false}],
});

lossContract({
  plugin: logitAdjustmentPlugin,
  oracle: (problem) => {
    const {labels, classCounts, options} = problem;
    return {losses: oracle.logitAdjusted(linearScoresOf(problem), labels, classCounts, options.tau)};
  },
  fixtures: fixturesOf(logitAdjustmentPlugin, 'logit adjustment', linear, {tau: 1.5}),
  variants: [{tau: 1.5, useBias: false}],
  reducesTo: [
    {name: 'softmax cross entropy', options: {tau: 0}, to: softmax},
    {name: 'balanced softmax', options: {tau: 1}, to: balancedSoftmaxPlugin},
  ],
});

lossContract({
  plugin: ldamPlugin,
  oracle: (problem) => {
    const {labels, classCounts, options, training, weights} = problem;
    const losses = oracle.ldam(oracle.cosinesOf(problem, 'prototypes'), labels, classCounts, options);
    if (options.reweightAfter === undefined) return {losses};
    const steps = weights.steps!.values[0]! + (training ? 1 : 0);
    const byCount = oracle.effectiveNumbers(classCounts, options.beta);
    return {
      losses: losses.map((loss, i) => (steps > options.reweightAfter! ? loss * byCount[labels[i]!]! : loss)),
    };
  },
  fixtures: fixturesOf(ldamPlugin, 'LDAM', ['prototypes'], {maxMargin: 0.4, scale: 10}),
  variants: [
    {scale: 4, maxMargin: 1},
    {reweightAfter: 1, beta: 0.99},
  ],
  reducesTo: [
    {
      name: 'softmax cross entropy of the cosines',
      options: {maxMargin: 0},
      to: (problem) => ({
        losses: oracle.fixedSimplex(
          oracle.cosinesOf(problem, 'prototypes'),
          problem.labels,
          problem.options.scale,
        ),
      }),
    },
  ],
});

lossContract({
  plugin: fixedSimplexPlugin,
  oracle: (problem) => {
    const {labels, options} = problem;
    const cosines = oracle.cosinesOf(problem, 'vertices');
    return {
      losses:
        options.objective === 'cross-entropy'
          ? oracle.fixedSimplex(cosines, labels, options.scale)
          : oracle.dotRegression(cosines, labels),
    };
  },
  fixtures: [
    ...fixturesOf(fixedSimplexPlugin, 'fixed simplex', ['vertices'], {scale: 10}),
    ...fixturesOf(fixedSimplexPlugin, 'fixed simplex, dot regression', ['vertices'], {
      objective: 'dot-regression',
    }),
  ],
  variants: [{scale: 10}, {objective: 'dot-regression'}],
});
