import {
  add,
  matMul,
  mul,
  randomUniform,
  type Scalar,
  serialization,
  square,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tensor2d,
  train,
} from '@tensorflow/tfjs-core';
import {
  initializers,
  input,
  type LayersModel,
  type LayerVariable,
  layers,
  model as makeModel,
  type SymbolicTensor,
  sequential,
} from '@tensorflow/tfjs-layers';
import {
  boolean,
  choice,
  type HeadConfig,
  integer,
  LossHead,
  number,
  numberOr,
  type OptionSet,
  type Remembered,
} from '../src/index.js';

export const testOptions = {
  pull: number({default: 0.5, min: 0, description: 'Weight of the squared norm of the embeddings.'}),
  steps: integer({default: 1, min: 1, description: 'An integer.'}),
  width: numberOr(['auto'], {default: 'auto', above: 0, description: 'A number or a word.'}),
  start: choice(['simplex', 'some-normal'], {default: 'simplex', description: 'A word.'}),
  useThing: boolean({default: true, description: 'A switch.'}),
} satisfies OptionSet;

/** A dense layer whose loss is the squared error of its scores. */
export class ScoresHead extends LossHead<typeof testOptions> {
  static readonly className: string = 'IsomarginTestScores';
  private kernel!: LayerVariable;

  constructor(config: HeadConfig<typeof testOptions>) {
    super('test', testOptions, config);
  }

  protected override buildWeights(dimension: number): void {
    const {seed} = this.options;
    const shape = [dimension, this.classes];
    this.kernel = this.addWeight(
      'kernel',
      shape,
      'float32',
      initializers.glorotNormal({seed}),
      undefined,
      true,
    );
  }

  protected override decayedWeights(): Tensor[] {
    return [this.kernel.read()];
  }

  protected override scoresOf(embeddings: Tensor2D): Tensor2D {
    return matMul(embeddings, this.kernel.read()) as Tensor2D;
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D, _recall: () => Remembered): Tensor1D {
    return sum(square(sub(scores, oneHot)), 1) as Tensor1D;
  }
}
serialization.registerClass(ScoresHead);

/** The same, and the squared norm of the embeddings is added to the loss. It notes what it recalled. */
export class EmbeddingsHead extends ScoresHead {
  static override readonly className: string = 'IsomarginTestEmbeddings';
  readonly recalled: {training: boolean; embeddings: number[][]}[] = [];

  protected override get needsEmbeddings(): boolean {
    return true;
  }

  protected override lossOf(scores: Tensor2D, oneHot: Tensor2D, recall: () => Remembered): Tensor1D {
    const {embeddings, training} = recall();
    this.recalled.push({training, embeddings: embeddings.arraySync()});
    const norms = sum(square(embeddings), 1);
    return add(super.lossOf(scores, oneHot, recall), mul(norms, this.options.pull)) as Tensor1D;
  }
}
serialization.registerClass(EmbeddingsHead);

export const [inputs, dimension, classes] = [4, 3, 3];

const dense = (units: number, seed: number, more: object = {}) =>
  layers.dense({units, useBias: false, kernelInitializer: initializers.glorotUniform({seed}), ...more});

/** The same network three times: one linear layer to the embeddings, then the head. */
export const wirings: Record<string, (head: LossHead) => LayersModel> = {
  'a Sequential model': (head) => sequential({layers: [dense(dimension, 1, {inputShape: [inputs]}), head]}),
  'a functional model': (head) => {
    const given = input({shape: [inputs]});
    return makeModel({
      inputs: given,
      outputs: head.apply(dense(dimension, 1).apply(given)) as SymbolicTensor,
    });
  },
  'a Sequential model in a functional one': (head) => {
    const inner = sequential({layers: [dense(dimension, 1, {inputShape: [inputs]}), head]});
    const given = input({shape: [inputs]});
    return makeModel({inputs: given, outputs: inner.apply(given) as SymbolicTensor});
  },
  'a functional model at the end of a Sequential one': (head) => {
    const embeddings = input({shape: [dimension]});
    const inner = makeModel({inputs: embeddings, outputs: head.apply(embeddings) as SymbolicTensor});
    return sequential({layers: [dense(dimension, 1, {inputShape: [inputs]}), inner]});
  },
  'a Sequential model that begins with a model': (head) => {
    const backbone = sequential({layers: [dense(dimension, 1, {inputShape: [inputs]})]});
    return sequential({layers: [backbone, head]});
  },
};

/** A model with its head, compiled. */
export function compiled<H extends LossHead>(
  wire: (head: LossHead) => LayersModel,
  head: H,
  rate = 0.1,
): {model: LayersModel; head: H} {
  const model = wire(head);
  model.compile({optimizer: train.sgd(rate), loss: head.loss, metrics: [head.accuracy]});
  return {model, head};
}

/** Examples of three classes. */
export function examples(count: number): {xs: Tensor2D; labels: number[]} {
  return {
    xs: randomUniform([count, inputs], -1, 1, 'float32', 7) as Tensor2D,
    labels: Array.from({length: count}, (_, i) => (i * i + 1) % classes),
  };
}

/** What `LayersModel.fitDataset` takes: batches of examples with labels in a form of choice. */
export function datasetOf(
  xs: Tensor2D,
  labels: readonly number[],
  batch: number,
  asTensor: (part: number[]) => Tensor,
): {size: number; iterator: () => Promise<{next: () => Promise<IteratorResult<{xs: Tensor; ys: Tensor}>>}>} {
  const values = xs.arraySync();
  return {
    size: Math.ceil(labels.length / batch),
    iterator: async () => {
      let at = 0;
      return {
        next: async () => {
          if (at >= labels.length) return {done: true, value: undefined};
          const [from, to] = [at, at + batch];
          at = to;
          const value = {xs: tensor2d(values.slice(from, to)), ys: asTensor(labels.slice(from, to))};
          return {done: false, value};
        },
      };
    },
  };
}

/** The mean loss of these heads, written out for a model of two matrices. */
export function meanLoss(
  xs: Tensor2D,
  oneHot: Tensor2D,
  weights: Tensor2D,
  kernel: Tensor2D,
  pull: number,
): Scalar {
  const embeddings = matMul(xs, weights);
  const errors = sum(square(sub(matMul(embeddings, kernel), oneHot)));
  return mul(add(errors, mul(sum(square(embeddings)), pull)), 1 / xs.shape[0]) as Scalar;
}
