import {defineLoss, type HeadConfig, LossHead, type LossPlugin, number, type Option} from '@isomargin/core';
import {
  expandDims,
  mul,
  neg,
  relu,
  type serialization,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
} from '@tensorflow/tfjs-core';
import {initializers, type LayerVariable} from '@tensorflow/tfjs-layers';
import type {LossOracle} from '../../src/index.js';

const options: {readonly reach: Option<number>} = {
  reach: number({
    default: 1,
    above: 0,
    description: 'Squared distance at which a wrong prototype stops pushing.',
  }),
};
export type NearestOptions = typeof options;

/** ‖f − w_y‖² + Σ_{j≠y} max(0, reach − ‖f − w_j‖²), and 0 on an own prototype that is far from all others. */
export class HealthyNearestHead extends LossHead<NearestOptions> {
  static readonly className: string = 'ZooHealthyNearest';
  private prototypes!: LayerVariable;

  constructor(config: HeadConfig<NearestOptions>) {
    super('zoo-nearest', options, config);
  }

  protected override buildWeights(dimension: number): void {
    const start = initializers.randomNormal({stddev: 1, seed: this.options.seed});
    this.prototypes = this.addWeight(
      'prototypes',
      [this.classes, dimension],
      'float32',
      start,
      undefined,
      true,
    );
  }

  protected override decayedWeights(): Tensor[] {
    return [this.prototypes.read()];
  }

  protected override scoresOf(embeddings: Tensor2D): Tensor2D {
    return neg(this.distances(embeddings, this.prototypes.read() as Tensor2D));
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D): Tensor1D {
    const pushes = mul(relu(sub(this.options.reach, neg(scores))), sub(1, oneHot));
    return sum(sub(pushes, mul(scores, oneHot)), 1) as Tensor1D;
  }

  /** [batch, classes] */
  protected distances(f: Tensor2D, w: Tensor2D): Tensor2D {
    return sum(square(sub(expandDims(f, 1), expandDims(w, 0))), 2) as Tensor2D;
  }
}

/** The plugin of such a head. */
export function nearestPluginOf(
  Head: serialization.SerializableConstructor<HealthyNearestHead>,
): LossPlugin<NearestOptions> {
  return defineLoss({
    name: 'zoo-nearest',
    title: 'A nearest-prototype head of the zoo',
    package: 'zoo',
    task: 'classification',
    options,
    create: (given, {classes, seed}) => new Head({...given, seed: given.seed ?? seed, classes} as never),
  });
}

export const nearestOracle: LossOracle<NearestOptions> = (problem) => {
  const {
    classes,
    dimension,
    embeddings,
    labels,
    options: {reach},
  } = problem;
  const prototypes = problem.weight('prototypes');
  const losses = labels.map((y, i) => {
    let loss = 0;
    for (let j = 0; j < classes; j++) {
      let distance = 0;
      for (let k = 0; k < dimension; k++) {
        distance += (embeddings[i * dimension + k]! - prototypes[j * dimension + k]!) ** 2;
      }
      loss += j === y ? distance : Math.max(0, reach - distance);
    }
    return loss;
  });
  return {losses};
};
