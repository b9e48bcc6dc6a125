import type {LossHead} from '@isomargin/core';
import type {Sequential} from '@tensorflow/tfjs-layers';
import type {Examples} from '../examples.js';
import type {DatasetSettings, Run} from '../results/types.js';

/** A trained model and what it is judged by. */
export interface Trained {
  readonly model: Sequential;
  readonly head: LossHead;
  readonly dataset: DatasetSettings;
  /** What it was trained on, before any sampler. */
  readonly train: Examples;
  readonly test: Examples;
  readonly seed: number;
  /** Whether test embeddings are to be kept for a plot. */
  readonly keepsEmbedding: boolean;
}

/** What a run reports of its test set. */
export type Evaluation = Pick<
  Run,
  'metrics' | 'intervals' | 'perClass' | 'confusion' | 'space' | 'calibration' | 'roc' | 'embedding'
>;
