import {type Labels, readLabels} from '../input/labels.js';
import {checkLength, type Matrix, type ReadMatrix, readMatrix} from '../input/numbers.js';

/** Class weights as they were read: the class of each row. */
export interface ReadClassWeights extends ReadMatrix {
  labels: Float64Array;
}

/** Reads and checks weights [m, d] and the class of each row; without labels, row j is class j's. */
export function readClassWeights(
  name: string,
  weights: Matrix,
  labels: Labels | undefined,
): ReadClassWeights {
  const matrix = readMatrix(name, weights);
  if (labels === undefined) return {...matrix, labels: Float64Array.from({length: matrix.rows}, (_, j) => j)};
  const read = readLabels('labels', labels, 'true', undefined);
  checkLength('labels', read.labels.length, matrix.rows, name);
  return {...matrix, labels: read.labels};
}
