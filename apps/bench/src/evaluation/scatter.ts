import type {ImageDataset} from '@isomargin/datasets';
import {gather, type Tensor2D, tensor1d, tidy} from '@tensorflow/tfjs-core';
import {PCA} from 'ml-pca';
import type {Embedding} from '../results/types.js';
import type {HeadPrototypes} from './prototypes.js';

const MOST_POINTS = 1000;

/**
 * Test embeddings and prototypes in the plane in which the classes' means lie furthest apart (their first two principal
 * components). Shown are equally many embeddings of each class, the first ones.
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
  const labels = rows.map((row) => dataset.labels[row]!);
  const pca = new PCA(meansByClass(shown, labels), {method: 'covarianceMatrix'});
  const project = (vectors: number[][]): [number, number][] =>
    vectors.length === 0
      ? []
      : pca
          .predict(vectors, {nComponents: 2})
          .to2DArray()
          .map(([x = 0, y = 0]) => [rounded(x), rounded(y)]);
  return {
    points: project(shown),
    labels,
    prototypes: project(prototypes?.vectors ?? []),
    prototypeLabels: prototypes?.labels ?? [],
    method: 'principal components of the class means',
  };
}

/** The mean vector of each class that occurs. */
function meansByClass(vectors: readonly number[][], labels: readonly number[]): number[][] {
  return [...new Set(labels)].map((label) => {
    const own = vectors.filter((_, at) => labels[at] === label);
    return own[0]!.map((_, k) => own.reduce((sum, vector) => sum + vector[k]!, 0) / own.length);
  });
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
