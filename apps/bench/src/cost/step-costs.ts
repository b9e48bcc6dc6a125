import {softmax} from '@isomargin/softmax';
import {disableWasmTraining, enableWasmTraining} from '@isomargin/wasm-training';
import {dispose, randomNormal, type Tensor, type Tensor2D, train} from '@tensorflow/tfjs-core';
import {type LayersModel, layers, sequential} from '@tensorflow/tfjs-layers';
import {messageOf} from '../errors.js';
import {medianTimes, type Timed} from './interleaved.js';
import type {StepCost} from './results.js';

const BATCH = 128;
const CLASSES = 10;

interface Network {
  readonly name: string;
  readonly inputShape: number[];
  readonly layers: (inputShape: number[]) => layers.Layer[];
}

const networks: readonly Network[] = [
  {
    name: 'MLP 784-256-128',
    inputShape: [784],
    layers: (inputShape) => [
      layers.dense({units: 256, activation: 'relu', inputShape}),
      layers.dense({units: 128, activation: 'relu'}),
    ],
  },
  {
    name: 'CNN 16-32-64, 3 x 3, batch normalisation, 28 x 28 images',
    inputShape: [28, 28, 1],
    layers: (inputShape) => [
      ...[16, 32, 64].flatMap((filters, index) => [
        layers.conv2d({
          filters,
          kernelSize: 3,
          padding: 'same',
          useBias: false,
          ...(index === 0 ? {inputShape} : {}),
        }),
        layers.batchNormalization(),
        layers.activation({activation: 'relu'}),
        layers.maxPooling2d({poolSize: 2}),
      ]),
      layers.flatten(),
      layers.dense({units: 64}),
    ],
  },
];

class NetworkStep {
  private readonly model: LayersModel;
  private readonly oneHot: Tensor2D;
  private images: Tensor;

  constructor(private readonly network: Network) {
    const head = softmax({classes: CLASSES, seed: 1});
    this.model = sequential({layers: [...network.layers(network.inputShape), head]});
    this.model.compile({optimizer: train.adam(1e-3), loss: head.loss});
    this.oneHot = head.labels(Array.from({length: BATCH}, (_, i) => i % CLASSES));
    this.images = this.draw();
  }

  prepare(): void {
    this.images.dispose();
    this.images = this.draw();
  }

  async run(): Promise<void> {
    await this.model.trainOnBatch(this.images, this.oneHot);
  }

  dispose(): void {
    dispose([this.images, this.oneHot]);
    this.model.dispose();
  }

  private draw(): Tensor {
    return randomNormal([BATCH, ...this.network.inputShape]);
  }
}

/** Makes every run of a step use the stock kernels, or those of wasm-training. */
function withKernels(step: NetworkStep, enable: boolean): Timed {
  return {
    prepare: () => {
      if (enable) enableWasmTraining();
      else disableWasmTraining();
      step.prepare();
    },
    run: () => step.run(),
  };
}

/** A training step of whole networks on the wasm backend, with its own kernels and with those of wasm-training. */
export async function stepCosts(rounds: number): Promise<StepCost[]> {
  const costs: StepCost[] = [];
  for (const network of networks) costs.push(await stepCost(network, rounds));
  return costs;
}

async function stepCost(network: Network, rounds: number): Promise<StepCost> {
  const fast = new NetworkStep(network);
  const stock = new NetworkStep(network);
  try {
    const stockError = await whyNot(stock);
    const timed = [withKernels(fast, true), ...(stockError === undefined ? [withKernels(stock, false)] : [])];
    const [ms, stockMs] = (await medianTimes(timed, rounds)) as [number, number | undefined];
    if (stockMs === undefined) return {network: network.name, ms, stockError};
    return {network: network.name, stockMs, ms, speedup: stockMs / ms};
  } finally {
    enableWasmTraining();
    fast.dispose();
    stock.dispose();
  }
}

/** Why the stock kernels cannot do a step; nothing where they can. */
async function whyNot(step: NetworkStep): Promise<string | undefined> {
  disableWasmTraining();
  try {
    await step.run();
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
