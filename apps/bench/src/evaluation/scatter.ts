import {type PrincipalComponents, principalComponents, projectOn} from '@isomargin/metrics';
import {gather, type Tensor2D, tensor1d, tidy} from '@tensorflow/tfjs-core';
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
  const found = principalComponents(shown);
  const [first = 0, second = 0] = found.explainedVarianceRatio;
  const varies = found.explainedVariance.some((variance) => variance > 0);
  return {
    points: pointsOf(found.points),
    labels: rows.map((row) => examples.labels[row]!),
    prototypes: prototypes === undefined ? [] : pointsOf(projectOn(found, prototypes.vectors)),
    prototypeLabels: prototypes?.labels ?? [],
    method: 'principal components',
    // Above 1 by rounding where the embeddings lie in a plane.
    varianceShown: varies ? Math.min(1, rounded(first + second)) : null,
  };
}

/** Rows of one or two numbers as points. */
function pointsOf({data, shape: [rows, columns]}: PrincipalComponents['points']): [number, number][] {
  return Array.from({length: rows}, (_, row) => [
    rounded(data[row * columns]!),
    columns > 1 ? rounded(data[row * columns + 1]!) : 0,
  ]);
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
