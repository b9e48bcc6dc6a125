import type {LossHead} from '@isomargin/core';
import {
  addN,
  mul,
  type NamedTensorMap,
  type Scalar,
  scalar,
  sum,
  type Tensor,
  type Tensor1D,
  tensor,
  tensor1d,
  tensor2d,
  type Variable,
  variable,
  variableGrads,
} from '@tensorflow/tfjs-core';
import type {LayerVariable} from '@tensorflow/tfjs-layers';
import type {Contract} from '../contract.js';
import {Random} from '../numeric/random.js';
import {type LossProblem, lossProblem, type OracleWeight} from '../oracle.js';
import type {Setting} from '../subject.js';
import {tidied} from '../tidied.js';

/** Sizes of a problem. */
export interface Size {
  readonly classes: number;
  readonly dimension: number;
}

/** Weights by name. */
export type Weights = Readonly<Record<string, OracleWeight>>;

/** A batch for a head. */
export interface Batch {
  /** In rows. */
  readonly embeddings: ArrayLike<number>;
  readonly labels: readonly number[];
}

/** Losses, and the gradient of their weighted sum. */
export interface LossAndGradients {
  readonly losses: Float64Array;
  /** Of the embeddings, in rows; nothing where they are not connected to the loss. */
  readonly embeddings: Float64Array | undefined;
  /** Of the trainable weights; those that are not connected to the loss are left out. */
  readonly weights: Readonly<Record<string, Float64Array>>;
}

const float64 = (given: Tensor): Float64Array => Float64Array.from(given.dataSync());

/** Training examples of each class, as heads of the kit are told. */
export function classCountsFor(classes: number): number[] {
  return Array.from({length: classes}, (_, j) => 3 + Math.round(100 / (j + 1) ** 2));
}

/** A head of the loss, built, with its weights as numbers. */
export class TestedHead {
  readonly head: LossHead;
  readonly size: Size;
  private readonly counts: readonly number[];

  constructor(
    contract: Contract,
    options: Setting,
    size: Size,
    {seed = 1, counts}: {seed?: number; counts?: readonly number[]} = {},
  ) {
    this.size = size;
    this.counts = counts ?? classCountsFor(size.classes);
    this.head = createHead(contract, options, {classes: size.classes, seed, counts: this.counts});
    const {dimension} = size;
    // By a call and not by `build`, because only a layer that was called can be disposed.
    tidied(() => void this.head.apply(tensor2d(new Random(9).rows(2, dimension), [2, dimension])));
  }

  /** The layer's variables by the names that they were added under. */
  get variables(): ReadonlyMap<string, LayerVariable> {
    return new Map(this.head.weights.map((weight) => [plainName(weight), weight]));
  }

  get trainableNames(): string[] {
    return this.head.trainableWeights.map(plainName);
  }

  /** All weights as they are now. */
  read(): Record<string, OracleWeight> {
    return Object.fromEntries(
      [...this.variables].map(([name, weight]) => {
        const value = weight.read();
        return [name, {shape: value.shape, values: float64(value)}];
      }),
    );
  }

  /** Sets weights; those that are not named stay. */
  write(weights: Readonly<Record<string, {readonly values: ArrayLike<number>}>>): void {
    tidied(() => {
      for (const [name, {values}] of Object.entries(weights)) {
        const weight = this.variables.get(name);
        if (weight === undefined)
          throw new Error(`The head has no weight '${name}', only ${[...this.variables.keys()].join(', ')}.`);
        weight.write(tensor(Float32Array.from(values), weight.read().shape));
      }
    });
  }

  /** The problem that a call on this batch is, with the weights as they are now. */
  problem({embeddings, labels}: Batch, training: boolean): LossProblem {
    return lossProblem({
      batch: labels.length,
      ...this.size,
      embeddings: Float64Array.from(Float32Array.from(embeddings)),
      labels,
      weights: this.read(),
      options: this.head.options,
      classCounts: this.counts,
      training,
    });
  }

  /** Scores [batch, classes] in rows. */
  scores({embeddings, labels}: Batch, training = false): Float64Array {
    return tidied(() => float64(this.call(this.rows(embeddings, labels.length), training)));
  }

  /** The loss of each example. */
  losses({embeddings, labels}: Batch, training = false): Float64Array {
    return tidied(() => float64(this.lossOf(this.rows(embeddings, labels.length), labels, training)));
  }

  /** Losses, and the gradient of Σ coefficient · loss. */
  lossAndGradients(
    {embeddings, labels}: Batch,
    training: boolean,
    coefficients?: ArrayLike<number>,
  ): LossAndGradients {
    return tidied(() => {
      const given = variable(this.rows(embeddings, labels.length));
      let losses: Float64Array | undefined;
      const {grads} = gradientsOf(() => {
        const found = this.lossOf(given, labels, training);
        losses = float64(found);
        return sum(
          coefficients === undefined ? found : mul(found, tensor1d(Float32Array.from(coefficients))),
        );
      }, [given, ...this.trainableVariables()]);
      const ofEmbeddings = grads[given.name];
      const result = {
        losses: losses!,
        embeddings: ofEmbeddings === undefined ? undefined : float64(ofEmbeddings),
        weights: this.byWeight(grads),
      };
      given.dispose();
      return result;
    });
  }

  /** What depends on the weights alone. */
  regularizer(): number {
    return tidied(() => this.regularizerTensor().dataSync()[0]!);
  }

  /** Its gradients. */
  regularizerGradients(): Readonly<Record<string, Float64Array>> {
    const variables = this.trainableVariables();
    if (this.head.losses.length === 0 || variables.length === 0) return {};
    return tidied(() => this.byWeight(gradientsOf(() => this.regularizerTensor(), variables).grads));
  }

  /**
   * One step of plain gradient descent on the mean loss and the regularizer, as `fit` does it.
   *
   * @param rate learning rate
   */
  trainStep({embeddings, labels}: Batch, rate: number): void {
    tidied(() => {
      const given = this.rows(embeddings, labels.length);
      const variables = this.trainableVariables();
      const loss = (): Scalar => {
        const mean = mul(sum(this.lossOf(given, labels, true)), 1 / labels.length) as Scalar;
        return addN([mean, this.regularizerTensor()]) as Scalar;
      };
      if (variables.length === 0) return void loss();
      const {grads} = gradientsOf(loss, variables);
      for (const weight of variables) {
        const gradient = grads[weight.name];
        if (gradient !== undefined) weight.assign(addN([weight, mul(gradient, -rate)]));
      }
    });
  }

  dispose(): void {
    this.head.dispose();
  }

  private trainableVariables(): Variable[] {
    return this.head.trainableWeights.map((weight) => weight.read() as Variable);
  }

  private byWeight(gradients: NamedTensorMap): Record<string, Float64Array> {
    return Object.fromEntries(
      [...this.variables].flatMap(([name, weight]) => {
        const gradient = gradients[(weight.read() as Variable).name];
        return gradient === undefined ? [] : [[name, float64(gradient)]];
      }),
    );
  }

  private rows(embeddings: ArrayLike<number>, batch: number): Tensor {
    return tensor2d(Float32Array.from(embeddings), [batch, this.size.dimension]);
  }

  private call(embeddings: Tensor, training: boolean): Tensor {
    return this.head.apply(embeddings, {training}) as Tensor;
  }

  private lossOf(embeddings: Tensor, labels: readonly number[], training: boolean): Tensor1D {
    return this.head.loss(tensor1d([...labels], 'int32'), this.call(embeddings, training)) as Tensor1D;
  }

  private regularizerTensor(): Scalar {
    return addN([scalar(0), ...this.head.calculateLosses()]) as Scalar;
  }
}

/** A head as the loss's plugin makes it. */
export function createHead(
  {plugin}: Contract,
  options: Setting,
  {
    classes,
    seed,
    counts = classCountsFor(classes),
  }: {classes: number; seed?: number; counts?: readonly number[]},
): LossHead {
  return plugin.create(options, {classes, seed, ...(plugin.needs?.classCounts ? {classCounts: counts} : {})});
}

function plainName(weight: LayerVariable): string {
  return weight.originalName.split('/').at(-1)!;
}

/** `variableGrads`, with no gradients where nothing is connected, which it throws at. */
function gradientsOf(loss: () => Tensor, variables: Variable[]): {grads: NamedTensorMap} {
  try {
    return variableGrads(loss as () => Scalar, variables);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Cannot find a connection')) return {grads: {}};
    throw error;
  }
}
