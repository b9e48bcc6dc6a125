/** What one loss has come to, to be drawn. Everything is plain data, so that a worker can send it. */
export interface LossFrame {
  readonly loss: string;
  /** Mean loss of the last batches, regularizers included; null before the first. */
  readonly trainLoss: number | null;
  /** On the test examples: recall of each class, their mean, the macro-F1. */
  readonly recalls: readonly number[];
  readonly macroRecall: number;
  readonly macroF1: number;
  /** Embeddings of the test examples, [2n]. */
  readonly points: Float32Array;
  /** What they are compared with, [2k] and the class of each. */
  readonly vectors: Float32Array;
  readonly vectorLabels: readonly number[];
  /** Whether they are directions and not places. */
  readonly areDirections: boolean;
  /** The plane is drawn from −extent to extent, in both directions. */
  readonly extent: number;
  /** Which class the head says at each place of a grid, from the upper left, row by row: [gridSize²]. */
  readonly regions: Uint8Array;
  /** Why it stopped, where it did. */
  readonly failure?: string;
}

/** Cells of the grid in each direction. */
export const gridSize = 64;

/** All losses after the same step. */
export interface Frame {
  readonly step: number;
  readonly losses: readonly LossFrame[];
}
