import type {LossHead, LossPlugin} from '@isomargin/core';
import {classificationMetrics} from '@isomargin/metrics';
import {argMax, dispose, type Tensor, type Tensor2D, tensor2d, tidy} from '@tensorflow/tfjs-core';
import {type LayersModel, model as modelOf, type Sequential, sequential} from '@tensorflow/tfjs-layers';
import {prototypesOf} from '../../../src/evaluation/prototypes.js';
import {everyRow} from '../../../src/examples.js';
import {seedOf} from '../../../src/random.js';
import {inputTensor, labelsOf} from '../../../src/training/batches.js';
import {ScheduledAdam} from '../../../src/training/scheduled-adam.js';
import type {Task} from '../data/task.js';
import type {Settings} from '../settings/settings.js';
import {gridSize, type LossFrame} from './frame.js';
import {networkLayers} from './network.js';

const learningRate = 0.003;
/** Of the mean loss that is shown: the share that the last batch has. */
const smoothing = 0.1;
/** Share of the points that lie within the part of the plane that is drawn. */
const shownShare = 0.985;
/** Heads whose class vectors are places that embeddings come near to, though they are no prototypes. */
const placed = new Set(['center', 'contrastive', 'triplet', 'softmax-contrastive']);

/** One loss in training: a network with its head. */
export class Contestant {
  private readonly head: LossHead;
  private readonly model: Sequential;
  private readonly embedding: LayersModel;
  private readonly optimizer: ScheduledAdam;
  private readonly testInputs: Tensor;
  private trainLoss: number | null = null;
  private extent = 0;
  private failure: string | undefined;

  constructor(
    private readonly plugin: LossPlugin,
    private readonly task: Task,
    settings: Settings,
    steps: number,
  ) {
    const seed = seedOf(settings.seed, 'weights');
    const {train, test} = task;
    const classes = train.classNames.length;
    const counts = new Array<number>(classes).fill(0);
    for (const label of train.labels) counts[label]!++;
    this.head = plugin.create(optionsOf(plugin, settings), {
      classes,
      classCounts: counts.map((count) => Math.max(1, count)),
      seed,
    });
    this.model = sequential({layers: [...networkLayers(train.shape, seed), this.head]});
    this.optimizer = new ScheduledAdam(learningRate, steps);
    this.model.compile({optimizer: this.optimizer, loss: this.head.loss});
    const {layers} = this.model;
    this.embedding = modelOf({
      inputs: this.model.inputs,
      outputs: layers[layers.length - 2]!.output as never,
    });
    this.testInputs = inputTensor(test, everyRow(test.count));
  }

  /** Trains on some rows; a loss that fails stays as it was, and says why. */
  async step(rows: Int32Array, step: number): Promise<void> {
    if (this.failure !== undefined) return;
    const {train} = this.task;
    const inputs = inputTensor(train, rows);
    const labels = this.head.labels(labelsOf(train, rows));
    try {
      this.optimizer.prepare(step);
      const loss = (await this.model.trainOnBatch(inputs, labels)) as number;
      if (!Number.isFinite(loss)) throw new Error(`the training loss became ${loss} at step ${step + 1}`);
      this.trainLoss = this.trainLoss === null ? loss : this.trainLoss + smoothing * (loss - this.trainLoss);
    } catch (error) {
      this.failure = error instanceof Error ? error.message : String(error);
    } finally {
      dispose([inputs, labels]);
    }
  }

  frame(): LossFrame {
    const {test} = this.task;
    const [points, predicted] = tidy(() => {
      const embeddings = this.embedding.predict(this.testInputs) as Tensor2D;
      return [embeddings.dataSync() as Float32Array, this.predict(embeddings)];
    });
    const {perClass, macroF1} = classificationMetrics(test.labels, predicted, {
      classes: test.classNames.length,
    });
    const recalls = perClass.map(({recall}) => recall);
    const {vectors, vectorLabels, areDirections} = this.classVectors();
    this.extent = nextExtent(this.extent, points, areDirections ? new Float32Array() : vectors);
    return {
      loss: this.plugin.name,
      trainLoss: this.trainLoss,
      recalls,
      macroRecall: recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length,
      macroF1,
      points: points.slice(),
      vectors,
      vectorLabels,
      areDirections,
      extent: this.extent,
      regions: this.regions(),
      ...(this.failure === undefined ? {} : {failure: this.failure}),
    };
  }

  dispose(): void {
    this.model.dispose();
    this.optimizer.dispose();
    this.testInputs.dispose();
  }

  private predict(embeddings: Tensor2D): Int32Array {
    return tidy(() => argMax(this.head.apply(embeddings) as Tensor2D, 1).dataSync() as Int32Array).slice();
  }

  private regions(): Uint8Array {
    const cell = (2 * this.extent) / gridSize;
    const places = Float32Array.from({length: 2 * gridSize * gridSize}, (_, i) => {
      const at = i >> 1;
      return i % 2 === 0
        ? (at % gridSize) * cell + cell / 2 - this.extent
        : this.extent - (Math.floor(at / gridSize) * cell + cell / 2);
    });
    return tidy(() => Uint8Array.from(this.predict(tensor2d(places, [gridSize * gridSize, 2]))));
  }

  private classVectors(): Pick<LossFrame, 'vectors' | 'vectorLabels' | 'areDirections'> {
    const prototypes = prototypesOf(this.head);
    if (prototypes !== undefined) {
      return {
        vectors: Float32Array.from(prototypes.vectors.flat()),
        vectorLabels: prototypes.labels,
        areDirections: false,
      };
    }
    const tensor = this.head.classVectors();
    const vectors = Float32Array.from(tensor?.dataSync() ?? []);
    tensor?.dispose();
    return {
      vectors,
      vectorLabels: Array.from({length: vectors.length / 2}, (_, i) => i % this.head.classes),
      areDirections: !placed.has(this.plugin.name),
    };
  }
}

/** What a visitor chose of the options that a loss has. */
function optionsOf({name}: LossPlugin, {sigma, margin, prototypes}: Settings): Record<string, unknown> {
  return name === 'affinity' ? {sigma, margin, prototypesPerClass: prototypes} : {};
}

/** The part of the plane that is drawn: it grows at once, and shrinks slowly, so that the picture is calm. */
function nextExtent(before: number, points: Float32Array, vectors: Float32Array): number {
  const sizes = points.map(Math.abs).sort();
  const wanted =
    1.12 * Math.max(1e-3, sizes[Math.floor(shownShare * (sizes.length - 1))]!, ...vectors.map(Math.abs));
  return wanted > before ? wanted : Math.max(wanted, 0.95 * before);
}
