import {
  crossEntropyFromLogits,
  defineLoss,
  type HeadConfig,
  LossHead,
  type LossPlugin,
  type LossTraits,
  number,
  type Option,
  type Remembered,
  rowwiseSquaredDistances,
} from '@isomargin/core';
import {
  add,
  div,
  matMul,
  mul,
  reshape,
  type Scalar,
  serialization,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';
import {initializers, type LayerVariable} from '@tensorflow/tfjs-layers';
import {
  type ContractOptions,
  checkLoss,
  type LossOracle,
  type LossReport,
  type LossUnderTest,
  linearScoresOf,
} from '../../src/index.js';

export const zooOptions: {readonly pull: Option<number>; readonly spread: Option<number>} = {
  pull: number({
    default: 0.1,
    min: 0,
    search: {low: 0.01, high: 1, scale: 'log'},
    description: 'Weight of the squared distance to the centre of the own class.',
  }),
  spread: number({
    default: 0.1,
    min: 0,
    description: 'Weight of the squared products of different columns of the kernel.',
  }),
};
export type ZooOptions = typeof zooOptions;

/**
 * What the broken heads of the zoo are made from, in good health: cross entropy, the pull of class centres that a rule moves, and a
 * regularizer. It has one of everything that the kit looks at, each in a method of its own to be broken.
 */
export class HealthyHead extends LossHead<ZooOptions> {
  static readonly className: string = 'ZooHealthy';
  protected kernel!: LayerVariable;
  protected centers!: LayerVariable;

  constructor(config: HeadConfig<ZooOptions>, declared: ZooOptions = zooOptions) {
    super('zoo', declared, config);
  }

  protected override get needsEmbeddings(): boolean {
    return true;
  }

  protected override buildWeights(dimension: number): void {
    const shape = [dimension, this.classes];
    this.kernel = this.addWeight('kernel', shape, 'float32', this.start(), undefined, true);
    const zeros = initializers.zeros();
    this.centers = this.addWeight('centers', [this.classes, dimension], 'float32', zeros, undefined, false);
    this.addLoss(() =>
      tidy(() => mul(this.regularizer(this.kernel.read() as Tensor2D), this.options.spread) as Scalar),
    );
  }

  protected start(): ReturnType<typeof initializers.glorotUniform> {
    return initializers.glorotUniform({seed: this.options.seed});
  }

  protected override decayedWeights(): Tensor[] {
    return [this.kernel.read()];
  }

  /** Σ_{j≠k} (w_j·w_k)². */
  protected regularizer(kernel: Tensor2D): Scalar {
    const products = square(matMul(kernel, kernel, true));
    const own = square(sum(square(kernel), 0));
    return sub(sum(products), sum(own));
  }

  protected override scoresOf(embeddings: Tensor2D, _training: boolean): Tensor2D {
    return matMul(embeddings, this.kernel.read()) as Tensor2D;
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D, recall: () => Remembered): Tensor1D {
    const {embeddings, training} = recall();
    const centers = this.centers.read() as Tensor2D;
    const distances = this.distances(embeddings, matMul(oneHot, centers) as Tensor2D);
    const losses = add(this.entropies(scores, oneHot), mul(distances, this.options.pull)) as Tensor1D;
    if (this.movesCenters(training)) this.centers.write(this.moved(centers, embeddings, oneHot));
    return losses;
  }

  protected entropies(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
    return crossEntropyFromLogits(scores, oneHot);
  }

  protected distances(embeddings: Tensor2D, own: Tensor2D): Tensor1D {
    return rowwiseSquaredDistances(embeddings, own);
  }

  protected movesCenters(training: boolean): boolean {
    return training && this.trainable;
  }

  /** c_j + (Σ own f − n c_j)/(2 + 2n). */
  protected moved(centers: Tensor2D, embeddings: Tensor2D, oneHot: Tensor2D): Tensor2D {
    const counts = reshape(sum(oneHot, 0), [-1, 1]);
    const way = sub(matMul(oneHot, embeddings, true), mul(counts, centers));
    return add(centers, div(way, add(mul(counts, 2), 2))) as Tensor2D;
  }
}
serialization.registerClass(HealthyHead);

type HeadClass = new (config: HeadConfig<ZooOptions>) => LossHead<ZooOptions>;

/** The plugin of a head of the zoo. */
export function pluginOf(
  Head: HeadClass,
  {options = zooOptions, traits}: {options?: ZooOptions; traits?: LossTraits} = {},
): LossPlugin<ZooOptions> {
  return defineLoss({
    name: 'zoo',
    title: 'A head of the zoo',
    package: 'zoo',
    task: 'classification',
    options,
    traits: {rotationInvariant: true, ...traits},
    create: (given, {classes, seed}) => new Head({...given, seed: given.seed ?? seed, classes}),
  });
}

const oracle: LossOracle<ZooOptions> = (problem) => {
  const {classes, dimension, embeddings, labels, options} = problem;
  const [kernel, centers] = [problem.weight('kernel'), problem.weight('centers')];
  const losses = linearScoresOf(problem).map((scores, i) => {
    const y = labels[i]!;
    const top = Math.max(...scores);
    const total = scores.reduce((all, score) => all + Math.exp(score - top), 0);
    let distance = 0;
    for (let k = 0; k < dimension; k++)
      distance += (embeddings[i * dimension + k]! - centers[y * dimension + k]!) ** 2;
    return Math.log(total) + top - scores[y]! + options.pull * distance;
  });
  let regularizer = 0;
  for (let j = 0; j < classes; j++) {
    for (let l = 0; l < classes; l++) {
      let product = 0;
      for (let k = 0; k < dimension; k++) product += kernel[k * classes + j]! * kernel[k * classes + l]!;
      if (j !== l) regularizer += options.spread * product ** 2;
    }
  }
  return {losses, regularizer};
};

export const healthy: LossUnderTest<ZooOptions> = {
  plugin: pluginOf(HealthyHead),
  oracle,
  variants: [{pull: 1, spread: 0}],
};

/** A broken head, and how the kit must see it. */
export interface Animal {
  readonly check: (options: ContractOptions) => Promise<LossReport>;
  /** Every check that must fail; the first one names the bug. */
  readonly fails: readonly string[];
  /** What the first failure must say. */
  readonly says: RegExp;
}

/** A broken copy of the healthy head. */
export function animal(
  Head: HeadClass & serialization.SerializableConstructor<LossHead<ZooOptions>>,
  fails: readonly string[],
  says: RegExp,
): Animal {
  serialization.registerClass(Head);
  return {check: (options) => checkLoss({...healthy, plugin: pluginOf(Head)}, options), fails, says};
}
