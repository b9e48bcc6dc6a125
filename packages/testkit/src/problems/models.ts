import {type LossHead, lossHeadOf} from '@isomargin/core';
import {io, type Optimizer, type Tensor, type Tensor2D, tensor2d, train} from '@tensorflow/tfjs-core';
import {
  initializers,
  input,
  type LayersModel,
  layers,
  loadLayersModel,
  model as makeModel,
  type SymbolicTensor,
  sequential,
} from '@tensorflow/tfjs-layers';
import {Random} from '../numeric/random.js';

const inputs = 2;

/** Examples of a seeded problem. */
export interface Examples {
  readonly xs: Tensor2D;
  readonly labels: readonly number[];
}

/**
 * Three clouds around a circle, the first ten times as frequent as each of the others, in mixed order.
 *
 * @param size examples of each rare class
 */
export function threeClouds(size: number, seed: number): Examples {
  const labels = Array.from({length: 12 * size}, (_, i) => (i % 12 < 10 ? 0 : (i % 12) - 9));
  const noise = new Random(seed).normals(labels.length * inputs);
  const rows = labels.map((label, i) => {
    const angle = (2 * Math.PI * label) / 3;
    return [2 * Math.cos(angle) + 0.6 * noise[2 * i]!, 2 * Math.sin(angle) + 0.6 * noise[2 * i + 1]!];
  });
  return {xs: tensor2d(rows), labels};
}

/** A layer from examples to embeddings of 6 numbers. */
function hidden(isFirst: boolean): layers.Layer {
  return layers.dense({
    units: 6,
    activation: 'tanh',
    kernelInitializer: initializers.glorotUniform({seed: 1}),
    ...(isFirst ? {inputShape: [inputs]} : {}),
  });
}

/** The same network, wired in the ways that TensorFlow.js offers. */
export const wirings: Readonly<Record<string, (head: LossHead) => LayersModel>> = {
  'a Sequential model': (head) => sequential({layers: [hidden(true), head]}),
  'a functional model': (head) => {
    const given = input({shape: [inputs]});
    return makeModel({inputs: given, outputs: head.apply(hidden(false).apply(given)) as SymbolicTensor});
  },
  'a Sequential model in a functional one': (head) => {
    const inner = sequential({layers: [hidden(true), head]});
    const given = input({shape: [inputs]});
    return makeModel({inputs: given, outputs: inner.apply(given) as SymbolicTensor});
  },
};

/** The simplest of them, compiled. */
export function network(head: LossHead, optimizer: () => Optimizer = () => train.sgd(0.05)): LayersModel {
  const model = wirings['a Sequential model']!(head);
  model.compile({optimizer: optimizer(), loss: head.loss, metrics: [head.accuracy]});
  return model;
}

/** A model as it comes back from JSON and numbers, and its head. */
export async function savedAndLoaded(model: LayersModel): Promise<{model: LayersModel; head: LossHead}> {
  let artifacts: io.ModelArtifacts | undefined;
  await model.save(
    io.withSaveHandler(async (given) => {
      artifacts = {...given, modelTopology: JSON.parse(JSON.stringify(given.modelTopology))};
      return {modelArtifactsInfo: {dateSaved: new Date(0), modelTopologyType: 'JSON'}};
    }),
  );
  const loaded = await loadLayersModel(io.fromMemory(artifacts!));
  return {model: loaded, head: lossHeadOf(loaded)};
}

interface Batches {
  readonly size: number;
  iterator(): Promise<{next(): Promise<IteratorResult<{xs: Tensor; ys: Tensor}>>}>;
}

/** What `fitDataset` takes: batches of examples, with labels in a form of choice. */
export function batchesOf(
  {xs, labels}: Examples,
  batch: number,
  asTensor: (part: number[]) => Tensor,
): Batches {
  const rows = xs.arraySync();
  return {
    size: Math.ceil(labels.length / batch),
    async iterator() {
      let at = 0;
      return {
        async next() {
          if (at >= labels.length) return {done: true, value: undefined};
          const [from, to] = [at, at + batch];
          at = to;
          return {
            done: false,
            value: {xs: tensor2d(rows.slice(from, to)), ys: asTensor(labels.slice(from, to))},
          };
        },
      };
    },
  };
}

/** All weights of a model or layer in a row. */
export function numbersOf(owner: {getWeights(): Tensor[]}): number[] {
  return owner.getWeights().flatMap((weight) => [...weight.dataSync()]);
}
