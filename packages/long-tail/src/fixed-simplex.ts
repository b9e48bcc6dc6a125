import {
  choice,
  commonOptions,
  crossEntropyFromLogits,
  defineLoss,
  EvenPrototypes,
  type HeadConfig,
  type Labels,
  LossHead,
  type LossPlugin,
  type NumberList,
  normalizeRows,
  number,
  type Option,
  oneHotLabels,
  ownScore,
  resolveOptions,
  weightByClass,
} from '@isomargin/core';
import {
  clone,
  div,
  matMul,
  mul,
  reshape,
  serialization,
  square,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
  zeros,
} from '@tensorflow/tfjs-core';
import type {LayerVariable} from '@tensorflow/tfjs-layers';

/** Cross entropy of the logits, or (cos θ_y − 1)²/2, which only pulls. */
export type FixedSimplexObjective = 'cross-entropy' | 'dot-regression';

const fixedSimplexOptions: {
  readonly objective: Option<FixedSimplexObjective>;
  readonly scale: Option<number>;
} = {
  objective: choice(['cross-entropy', 'dot-regression'], {
    default: 'cross-entropy',
    description:
      "Cross entropy of the scores, or the paper's dot regression (cos θ_y − 1)²/2, which pulls to the own vertex only.",
  }),
  scale: number({
    default: 30,
    above: 0,
    description: 's, the factor from cosines to scores; dot regression does not depend on it.',
    search: {low: 4, high: 64, scale: 'log'},
  }),
};
type FixedSimplexOptions = typeof fixedSimplexOptions;

/** Options of the pure function. */
export interface FixedSimplexLossOptions {
  /** Default 'cross-entropy'. */
  readonly objective?: FixedSimplexObjective;
  /** s > 0. Default 30. */
  readonly scale?: number;
  /** One weight a class, multiplied into each example's loss. */
  readonly classWeights?: NumberList;
}

/** s cos θ_j to vertices of norm 1. */
const scaledCosines = (embeddings: Tensor2D, vertices: Tensor2D, scale: number): Tensor2D =>
  tidy(() => mul(matMul(normalizeRows(embeddings), vertices, false, true), scale) as Tensor2D);

function lossOfScores(
  scores: Tensor2D,
  oneHot: Tensor2D,
  {objective, scale}: {objective: FixedSimplexObjective; scale: number},
): Tensor1D {
  if (objective === 'cross-entropy') return crossEntropyFromLogits(scores, oneHot);
  const own = div(ownScore(scores, oneHot), scale);
  return reshape(mul(square(sub(own, 1)), 0.5), [-1]) as Tensor1D;
}

/**
 * Loss of each example against class vectors that are not trained: by default the cross entropy of s cos θ_j (Yang et al.
 * 2022, with their dot regression as an option).
 *
 * @param embeddings [batch, d], of any norm
 * @param labels one-hot [batch, classes] or integers [batch]
 * @param vertices [classes, d], rows of norm 1: `regularSimplex(classes, d)` of @isomargin/core
 * @returns [batch]
 * @throws LabelError for labels that are out of range, not whole, or of a wrong shape or length
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function fixedSimplexLoss(
  embeddings: Tensor2D,
  labels: Labels,
  vertices: Tensor2D,
  options: FixedSimplexLossOptions = {},
): Tensor1D {
  const declared = {...fixedSimplexOptions, classWeights: commonOptions.classWeights};
  const {classWeights, ...own} = resolveOptions('fixedSimplexLoss', declared, options);
  return tidy(() => {
    const oneHot = oneHotLabels(labels, vertices.shape[0], embeddings.shape[0]);
    const scores = scaledCosines(embeddings, vertices, own.scale);
    return weightByClass(lossOfScores(scores, oneHot, own), oneHot, classWeights);
  });
}

/**
 * A classifier whose class vectors are the vertices of a regular simplex, turned at random by the seed and never trained.
 * Its scores [batch, classes] are s cos θ_j. Weight: `vertices` [classes, d], not trainable, saved with the model.
 */
export class FixedSimplexHead extends LossHead<FixedSimplexOptions> {
  /** @nocollapse */
  static readonly className = 'IsomarginFixedSimplex';
  private vertices!: LayerVariable;

  /** @throws OptionError for an unknown option or a value that is not allowed */
  constructor(config: HeadConfig<FixedSimplexOptions>) {
    super('fixed-simplex', fixedSimplexOptions, config);
  }

  protected override buildWeights(dimension: number): void {
    if (this.classes > dimension + 1) {
      throw new Error(
        `fixed-simplex: ${this.classes} classes need embeddings of at least ${this.classes - 1} numbers, but they have ${dimension}.`,
      );
    }
    const {seed} = this.options;
    const simplex = new EvenPrototypes(seed === undefined ? {} : {seed});
    const shape = [this.classes, dimension];
    this.vertices = this.addWeight('vertices', shape, 'float32', simplex, undefined, false);
  }

  /** Nothing here is trained, so nothing decays. */
  protected override decayedWeights(): Tensor[] {
    return [zeros([1])];
  }

  protected override scoresOf(embeddings: Tensor2D): Tensor2D {
    return scaledCosines(embeddings, this.vertices.read() as Tensor2D, this.options.scale);
  }

  protected override get trainsProbabilities(): boolean {
    return this.options.objective === 'cross-entropy';
  }

  protected override vectorsOfClasses(): Tensor2D {
    return clone(this.vertices.read() as Tensor2D);
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
    return lossOfScores(scores, oneHot, this.options);
  }
}
serialization.registerClass(FixedSimplexHead);

/**
 * A fixed simplex classifier as the last layer of a model.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function fixedSimplex(config: HeadConfig<FixedSimplexOptions>): FixedSimplexHead {
  return new FixedSimplexHead(config);
}

export const fixedSimplexPlugin: LossPlugin<FixedSimplexOptions> = /* @__PURE__ */ defineLoss({
  name: 'fixed-simplex',
  title: 'Fixed simplex classifier',
  package: '@isomargin/long-tail',
  paper: {
    authors: 'Yang, Chen, Li, Xie, Lin, Tao',
    title:
      'Inducing Neural Collapse in Imbalanced Learning: Do We Really Need a Learnable Classifier at the End of Deep Neural Network?',
    venue: 'NeurIPS',
    year: 2022,
    url: 'https://arxiv.org/abs/2203.09081',
  },
  task: 'classification',
  options: fixedSimplexOptions,
  traits: {
    fixedWeights: 'The class vectors are the vertices of a simplex, placed once and never trained.',
    scaleInvariant: true,
    rotationInvariant: true,
  },
  create: (given, {classes, seed}) => new FixedSimplexHead({...given, seed: given.seed ?? seed, classes}),
});
