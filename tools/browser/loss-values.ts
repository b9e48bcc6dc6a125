import {plugins as affinity} from '@isomargin/affinity';
import {plugins as arcface} from '@isomargin/arcface';
import {plugins as center} from '@isomargin/center';
import type {LossHead} from '@isomargin/core';
import {plugins as cosface} from '@isomargin/cosface';
import {plugins as euclidean} from '@isomargin/euclidean';
import {plugins as falseError} from '@isomargin/false-error';
import {plugins as hinge} from '@isomargin/hinge';
import {plugins as largeMargin} from '@isomargin/large-margin-softmax';
import {plugins as longTail} from '@isomargin/long-tail';
import {plugins as pairwise} from '@isomargin/pairwise';
import {plugins as softmax} from '@isomargin/softmax';
import {plugins as sphereface} from '@isomargin/sphereface';
import {type Scalar, sum, type Tensor, tensor1d, tensor2d, tidy, valueAndGrad} from '@tensorflow/tfjs-core';
import {normals} from '../testing/numeric.js';

/** What a loss gives for a batch. */
export interface LossValues {
  readonly loss: string;
  readonly scores: number[];
  readonly losses: number[];
  /** Of the sum of the losses, to the embeddings. */
  readonly gradient: number[];
}

const plugins = [
  ...affinity,
  ...arcface,
  ...center,
  ...cosface,
  ...euclidean,
  ...falseError,
  ...hinge,
  ...largeMargin,
  ...longTail,
  ...pairwise,
  ...softmax,
  ...sphereface,
];
const [batch, dimension, classes] = [24, 5, 4];

/** Every loss of this repository with its default options on one seeded batch, by the current backend. */
export function lossValues(): LossValues[] {
  return plugins.map((plugin) => {
    const head = plugin.create({}, {classes, seed: 3, classCounts: [12, 6, 4, 2]}) as LossHead;
    const values = tidy(() => {
      const embeddings = tensor2d(Float32Array.from(normals(batch * dimension, 7)), [batch, dimension]);
      const labels = tensor1d(
        Array.from({length: batch}, (_, i) => i % classes),
        'int32',
      );
      const scoresOf = (x: Tensor): Tensor => head.apply(x, {training: true}) as Tensor;
      scoresOf(embeddings); // what settles in the first batch is settled
      const {value, grad} = valueAndGrad((x) => sum(head.loss(labels, scoresOf(x))) as Scalar)(embeddings);
      const scores = scoresOf(embeddings);
      value.dispose();
      return {
        loss: plugin.name,
        scores: [...scores.dataSync()],
        losses: [...head.loss(labels, scores).dataSync()],
        gradient: [...grad.dataSync()],
      };
    });
    head.dispose();
    return values;
  });
}
