import {gather, type Tensor2D, tensor1d, tidy} from '@tensorflow/tfjs-core';
import {PCA} from 'ml-pca';
import type {Examples} from '../examples.js';
import type {Embedding} from '../results/types.js';
import type {HeadPrototypes} from './prototypes.js';

const MOST_POINTS = 1000;

/**
 * Test embeddings and prototypes in the plane of the two largest principal components of the embeddings that
 * are shown: equally many of each class, the first ones.
 *
 * @param embeddings [n, d] of the test examples
 */
export function scatter(
  embeddings: Tensor2D,
  examples: Examples,
  prototypes: HeadPrototypes | undefined,
): Embedding {
  const rows = firstOfEachClass(examples, Math.floor(MOST_POINTS / examples.classNames.length));
  const shown = tidy(() => gather(embeddings, tensor1d(rows, 'int32')).arraySync());
  const pca = new PCA(shown, {method: 'covarianceMatrix'});
  const project = (vectors: number[][]): [number, number][] =>
    vectors.length === 0
      ? []
      : pca
          .predict(vectors, {nComponents: 2})
          .to2DArray()
          .map(([x = 0, y = 0]) => [rounded(x), rounded(y)]);
  const [first = 0, second = 0] = pca.getExplainedVariance();
  const share = first + second;
  return {
    points: project(shown),
    labels: rows.map((row) => examples.labels[row]!),
    prototypes: project(prototypes?.vectors ?? []),
    prototypeLabels: prototypes?.labels ?? [],
    method: 'principal components',
    // Not a number where all embeddings are equal, and above 1 by rounding where they lie in a plane.
    varianceShown: Number.isNaN(share) ? null : Math.min(1, rounded(share)),
  };
}

/** Four digits are more than a plot shows, and keep the file small. */
const rounded = (value: number): number => Number(value.toPrecision(4));

function firstOfEachClass({labels, classNames}: Examples, each: number): number[] {
  const taken = new Array<number>(classNames.length).fill(0);
  const rows: number[] = [];
  for (const [row, label] of labels.entries()) {
    if (taken[label]! < each) {
      taken[label]!++;
      rows.push(row);
    }
  }
  return rows;
}
