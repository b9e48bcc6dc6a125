import {defineLoss, type HeadConfig, LinearHead, linearOptions, number} from '@isomargin/core';
import {
  add,
  maximum,
  mul,
  relu,
  serialization,
  sub,
  sum,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import {checkLoss, type LossOracle, linearScoresOf} from '../../src/index.js';
import type {Animal} from './healthy.js';

const own = {
  margin: number({default: 1, above: 0, description: 'How far the own score should be above the others.'}),
};
const options = {...own, ...linearOptions};

/** Σ_{j≠y} max(0, margin + s_j − s_y), and a little more that was to keep it off 0. */
class NeverZeroHead extends LinearHead<typeof own> {
  static readonly className = 'ZooNeverZero';

  constructor(config: HeadConfig<typeof options>) {
    super('zoo', own, config);
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
    const ownScores = sum(mul(scores, oneHot), 1, true);
    const hinges = relu(add(sub(scores, ownScores), this.options.margin));
    return maximum(sum(mul(hinges, sub(1, oneHot)), 1), 1e-7) as Tensor1D;
  }
}
serialization.registerClass(NeverZeroHead);

const oracle: LossOracle<typeof options> = (problem) => ({
  losses: linearScoresOf(problem).map((scores, i) =>
    scores.reduce((total, score, j) => {
      const y = problem.labels[i]!;
      return j === y ? total : total + Math.max(0, problem.options.margin + score - scores[y]!);
    }, 0),
  ),
});

const plugin = defineLoss({
  name: 'zoo',
  title: 'A head of the zoo',
  package: 'zoo',
  task: 'classification',
  options,
  traits: {rotationInvariant: true},
  create: (given, {classes, seed}) => new NeverZeroHead({...given, seed: given.seed ?? seed, classes}),
});

const found: Animal = {
  check: (given) => checkLoss({plugin, oracle}, given),
  fails: ['zero'],
  says: /the loss of example \d is 1e-7 instead of 0/,
};
export default found;
