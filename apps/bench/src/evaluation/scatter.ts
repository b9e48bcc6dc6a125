import type {ImageDataset} from '@isomargin/datasets';
import {gather, type Tensor2D, tensor1d, tidy} from '@tensorflow/tfjs-core';
import {PCA} from 'ml-pca';
import type {Embedding} from '../results/types.js';
import type {HeadPrototypes} from './prototypes.js';

const MOST_POINTS = 1000;

/**
 * Test embeddings and prototypes in the plane of the two largest principal components of the embeddings that
 * are shown: equally many of each class, the first ones.
 *
 * @param embeddings [n, d] of the test images
 */
export function scatter(
  embeddings: Tensor2D,
  dataset: ImageDataset,
  prototypes: HeadPrototypes | undefined,
): Embedding {
  const rows = firstOfEachClass(dataset, Math.floor(MOST_POINTS / dataset.classes));
  const shown = tidy(() => gather(embeddings, tensor1d(rows, 'int32')).arraySync());
  const pca = new PCA(shown, {method: 'covarianceMatrix'});
  const project = (vectors: number[][]): [number, number][] =>
    vectors.length === 0
      ? []
      : pca
          .predict(vectors, {nComponents: 2})
          .to2DArray()
          .map(([x = 0, y = 0]) => [rounded(x), rounded(y)]);
  return {
    points: project(shown),
    labels: rows.map((row) => dataset.labels[row]!),
    prototypes: project(prototypes?.vectors ?? []),
    prototypeLabels: prototypes?.labels ?? [],
    method: 'principal components',
  };
}

/** Four digits are more than a plot shows, and keep the file small. */
const rounded = (value: number): number => Number(value.toPrecision(4));

function firstOfEachClass({labels, classes}: ImageDataset, each: number): number[] {
  const taken = new Array<number>(classes).fill(0);
  const rows: number[] = [];
  for (const [row, label] of labels.entries()) {
    if (taken[label]! < each) {
      taken[label]!++;
      rows.push(row);
    }
  }
  return rows;
}
