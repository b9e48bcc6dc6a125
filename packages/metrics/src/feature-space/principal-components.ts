import {PCA} from 'ml-pca';
import {type Matrix, type ReadMatrix, readMatrix} from '../input/numbers.js';
import {checkKnown, checkWhole, refuse} from '../input/options.js';

/** Options of the principal components. */
export interface ComponentOptions {
  /** How many: 1 to min(n, d), default 2. */
  components?: number;
}

/** Rows of numbers, in the form in which every function here takes them. */
interface Rows {
  data: Float64Array;
  shape: [rows: number, columns: number];
}

/** The directions in which embeddings vary most. */
export interface PrincipalComponents {
  /** The mean of the embeddings, [d]. */
  mean: Float64Array;
  /** Orthogonal rows of length 1, [components, d], that of most variance first; the largest entry of each is positive. */
  components: Rows;
  /** The variance along each, with n − 1, [components]. */
  explainedVariance: Float64Array;
  /** Their shares of the whole variance, [components]; 0 where nothing varies. */
  explainedVarianceRatio: Float64Array;
  /** The embeddings in these directions, [n, components]. */
  points: Rows;
}

/**
 * Principal components: embeddings of many dimensions in the plane.
 *
 * @param embeddings [n, d]
 * @throws RangeError or TypeError where an entry is not finite, there are fewer than two rows, or an option is not allowed
 * Source: scikit-learn's `PCA`, whose signs these are; computed by ml-pca.
 */
export function principalComponents(embeddings: Matrix, options: ComponentOptions = {}): PrincipalComponents {
  checkKnown(options, ['components']);
  const matrix = readMatrix('embeddings', embeddings);
  const {rows, columns, data} = matrix;
  if (rows < 2) refuse('embeddings', `[${rows}, ${columns}]`, 'at least two rows are needed');
  const {components = Math.min(2, columns)} = options;
  checkWhole('components', components, 1, Math.min(rows, columns));
  const pca = new PCA(
    Array.from({length: rows}, (_, row) => Array.from(data.subarray(row * columns, (row + 1) * columns))),
    {method: columns <= rows ? 'covarianceMatrix' : 'SVD'},
  );
  // Rounding may leave a variance that is 0 below it.
  const variances = Float64Array.from(pca.getEigenvalues(), (value) => Math.max(0, value));
  const whole = variances.reduce((sum, value) => sum + value, 0);
  const vectors = pca.getEigenvectors();
  const axes = new Float64Array(components * columns);
  for (let k = 0; k < components; k++) {
    const axis = vectors.getColumn(k);
    const largest = axis.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0);
    axes.set(
      axis.map((value) => (largest < 0 ? -value : value)),
      k * columns,
    );
  }
  const mean = columnMeans(matrix);
  const explainedVariance = variances.slice(0, components);
  const found = {mean, components: {data: axes, shape: [components, columns] as [number, number]}};
  return {
    ...found,
    explainedVariance,
    explainedVarianceRatio: explainedVariance.map((value) => (whole > 0 ? value / whole : 0)),
    points: projected(found, matrix),
  };
}

/**
 * Other rows in the directions of principal components: prototypes among the embeddings.
 *
 * @param vectors [m, d]
 * @returns [m, components]
 * @throws RangeError or TypeError where an entry is not finite or the columns are not those of the embeddings
 */
export function projectOn(
  found: Pick<PrincipalComponents, 'mean' | 'components'>,
  vectors: Matrix,
): PrincipalComponents['points'] {
  const matrix = readMatrix('vectors', vectors);
  if (matrix.columns !== found.mean.length)
    throw new RangeError(
      `vectors has ${matrix.columns} columns: ${found.mean.length}, as the embeddings, are needed`,
    );
  return projected(found, matrix);
}

function columnMeans({rows, columns, data}: ReadMatrix): Float64Array {
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) for (let j = 0; j < columns; j++) sums[j]! += data[row * columns + j]!;
  return sums.map((sum) => sum / rows);
}

function projected(
  {mean, components}: Pick<PrincipalComponents, 'mean' | 'components'>,
  {rows, columns, data}: ReadMatrix,
): Rows {
  const [count] = components.shape;
  const points = new Float64Array(rows * count);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < count; k++) {
      let sum = 0;
      for (let j = 0; j < columns; j++)
        sum += (data[row * columns + j]! - mean[j]!) * components.data[k * columns + j]!;
      points[row * count + k] = sum;
    }
  }
  return {data: points, shape: [rows, count]};
}
