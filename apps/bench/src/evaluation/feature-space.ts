import {
  classAngles,
  classMeans,
  classSpread,
  equidistance,
  neuralCollapse,
  silhouette,
  weightNorms,
} from '@isomargin/metrics';
import type {Tensor2D} from '@tensorflow/tfjs-core';
import {everyRow} from '../examples.js';
import {seedOf, shuffledIndices} from '../random.js';
import type {ClassSpace, FeatureSpace} from '../results/types.js';

/** Vectors in the feature space, row by row. */
interface Rows {
  readonly data: Float32Array | Float64Array;
  readonly shape: [rows: number, columns: number];
}

/** What the feature space is measured by. */
export interface Measured {
  /** Of the test examples, [n, d]. */
  readonly embeddings: Rows;
  /** [n] */
  readonly labels: Int32Array;
  /** [n] */
  readonly predictions: Int32Array;
  /** Training examples of each class. */
  readonly trainCounts: readonly number[];
  /** What the head compares embeddings with, [k · classes, d], first one of every class; undefined where it has nothing. */
  readonly vectors: Rows | undefined;
  /** Draws the examples of the silhouette. */
  readonly seed: number;
}

/** Above this many test examples, the silhouette is measured on so many that are drawn: its time grows with the square. */
const SILHOUETTE = 1000;

/**
 * How much room each class has among the test embeddings, and its class vector among those of the head. One rule for all
 * losses: directions are seen from the mean of the class means, and class vectors from their mean. To softmax that is no loss, since
 * adding a vector to all of its weights changes no probability.
 *
 * @throws RangeError where fewer than two classes have test examples or an embedding is not finite
 */
export function featureSpace({
  embeddings,
  labels,
  predictions,
  trainCounts,
  vectors,
  seed,
}: Measured): FeatureSpace {
  const classes = trainCounts.length;
  const angles = classAngles(embeddings, labels, {classes, origin: 'mean'});
  const spread = classSpread(embeddings, labels, {classes});
  const own = vectors === undefined ? undefined : centredVectors(vectors, classes);
  const norms = own && weightNorms(own, [...trainCounts]);
  const meanNorm = norms && norms.perClass.reduce((sum, {norm}) => sum + norm!, 0) / classes;
  const vectorAngles = own && classAngles(own, everyRow(classes), {classes});
  const {nc1, nc2, nc3, nc4} = neuralCollapse(embeddings, labels, {
    classes,
    predictions,
    ...(own === undefined ? {} : {weights: own}),
  });
  const perClass = angles.map(
    ({label, occupied, nearestAngle}): ClassSpace => ({
      label,
      occupiedAngle: occupied,
      meanAngle: nearestAngle,
      vectorLength: norms && meanNorm ? norms.perClass[label]!.norm! / meanNorm : null,
      vectorAngle: vectorAngles?.[label]?.nearestAngle ?? null,
    }),
  );
  const measures = {
    meansVariation: equidistance(classMeans(embeddings, labels, {classes}).means).variation,
    vectorsVariation: own === undefined ? null : equidistance(own).variation,
    lengthRankCorrelation: norms?.rankCorrelation ?? null,
    spreadToDistance:
      spread.interClassDistance > 0 ? Math.sqrt(spread.intraClassVariance) / spread.interClassDistance : null,
    silhouette: silhouetteOf(embeddings, labels, seed),
    nc1,
    nc2Lengths: nc2.means.equinorm,
    nc2Angles: nc2.means.equiangularity,
    nc3,
    nc4,
  };
  return {perClass, measures};
}

/** The mean over the classes; null where no two examples are of one class, or all are. */
function silhouetteOf({data, shape: [rows, columns]}: Rows, labels: Int32Array, seed: number): number | null {
  const drawn =
    rows > SILHOUETTE
      ? shuffledIndices(rows, seedOf(seed, 'silhouette')).subarray(0, SILHOUETTE)
      : everyRow(rows);
  const classes = drawn.map((row) => labels[row]!);
  const present = new Set(classes).size;
  if (present < 2 || present >= drawn.length) return null;
  const values = new Float64Array(drawn.length * columns);
  for (const [place, row] of drawn.entries())
    values.set(data.subarray(row * columns, (row + 1) * columns), place * columns);
  return silhouette({data: values, shape: [drawn.length, columns]}, classes).macro;
}

/** The rows of a tensor as plain numbers. */
export function rowsOf(tensor: Tensor2D): Rows {
  return {data: tensor.dataSync<'float32'>(), shape: tensor.shape};
}

/** One vector a class around the mean of all, [classes, d]: the mean where a class has several. */
function centredVectors({data, shape: [rows, columns]}: Rows, classes: number): Rows {
  const vectors = new Float64Array(classes * columns);
  const centre = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < columns; j++) {
      const value = data[row * columns + j]!;
      vectors[(row % classes) * columns + j]! += (value * classes) / rows;
      centre[j]! += value / rows;
    }
  }
  return {data: vectors.map((value, i) => value - centre[i % columns]!), shape: [classes, columns]};
}
