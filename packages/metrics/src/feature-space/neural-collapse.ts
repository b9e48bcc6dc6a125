import {Matrix as MlMatrix, SingularValueDecomposition} from 'ml-matrix';
import {type Labels, readLabels} from '../input/labels.js';
import {
  checkLength,
  type Matrix,
  type Numbers,
  type ReadMatrix,
  type ReadNumbers,
  readMatrix,
  readNumbers,
} from '../input/numbers.js';
import {checkChoice, checkKnown} from '../input/options.js';
import {checkTwoClasses, type GroupOptions, type Groups, meansOf, readGroups} from './groups.js';
import {coefficientOfVariation, distance, meanAndDeviation, norm} from './vectors.js';

/** Options of the measures of neural collapse. */
export interface NeuralCollapseOptions extends GroupOptions {
  /** The last layer's weights, [classes, d], one row a class: the transpose of a dense layer's kernel. */
  weights?: Matrix;
  /** The last layer's biases, [classes]; default 0. */
  biases?: Numbers;
  /** What the model predicts, labels [n] or scores [n, classes], where its last layer is not linear; else from `weights`. */
  predictions?: Labels;
  /**
   * What the global mean and the covariances are means over: 'classes' (default), so that a rare class counts as much
   * as a common one, or 'examples'. The same where the classes are balanced, as in the paper.
   */
  average?: 'classes' | 'examples';
}

/** How far C vectors are from a regular simplex around 0; all are 0 for one. */
export interface SimplexDeviation {
  /** Equinormness: standard deviation / mean of the norms; null where all are 0. */
  equinorm: number | null;
  /** Equiangularity: the standard deviation of the cosines of all pairs; null where a vector is 0. */
  equiangularity: number | null;
  /** Maximal angles: the mean over all pairs of |cosine + 1/(C − 1)|; null where a vector is 0. */
  maximalAngle: number | null;
}

/** The four measures of neural collapse; all are 0 for a collapsed network. */
export interface NeuralCollapse {
  /** The classes with examples, ascending: the C classes that are measured. */
  labels: number[];
  /** NC1, within-class variability against between-class: Tr(Σ_W Σ_B⁺) / C; null where all class means coincide. */
  nc1: number | null;
  /** NC2, the class means around the global mean, and the weights, as a simplex; null without weights. */
  nc2: {means: SimplexDeviation; weights: SimplexDeviation | null};
  /** NC3, self-duality: ‖W/‖W‖ − M/‖M‖‖², Frobenius norms, 0 to 4; null without weights or where W or M is 0. */
  nc3: number | null;
  /** NC4: the share of examples whose prediction is not the class of the nearest mean; null without predictions. */
  nc4: number | null;
}

/**
 * The measures of neural collapse, NC1 to NC4. With μ_c the mean of class c, p_c its share (1/C, or n_c/n by `average`),
 * μ_G = Σ p_c μ_c and M the rows μ_c − μ_G:
 *
 * - Σ_B = Σ p_c (μ_c − μ_G)(μ_c − μ_G)ᵀ and Σ_W = Σ p_c · mean over class c of (f − μ_c)(f − μ_c)ᵀ;
 * - NC1 = Tr(Σ_W Σ_B⁺) / C, with the pseudo-inverse;
 * - NC2 of the rows of M and of the weights W: see {@link SimplexDeviation};
 * - NC3 = ‖W/‖W‖_F − M/‖M‖_F‖²_F;
 * - NC4 = share of f with argmax_c (w_c·f + b_c) ≠ argmin_c ‖f − μ_c‖; of equal ones the first class counts.
 *
 * Classes without examples have no mean and are left out, their rows of the weights, too; in NC4 they may still be
 * predicted, and that is a difference. Deviations are those of the population.
 *
 * @param embeddings [n, d]
 * @param labels [n], or rows [n, classes]
 * @throws RangeError or TypeError where lengths differ, an entry is not finite, a label or an option is not allowed, or
 *   fewer than two classes have examples
 * Source: Papyan, Han, Donoho, "Prevalence of neural collapse during the terminal phase of deep learning training",
 * PNAS 2020.
 */
export function neuralCollapse(
  embeddings: Matrix,
  labels: Labels,
  options: NeuralCollapseOptions = {},
): NeuralCollapse {
  checkKnown(options, ['classes', 'weights', 'biases', 'predictions', 'average']);
  const {average = 'classes'} = options;
  checkChoice('average', average, ['classes', 'examples']);
  const weights = options.weights === undefined ? undefined : readMatrix('weights', options.weights);
  const groups = readGroups(embeddings, labels, {classes: options.classes ?? weights?.rows});
  checkTwoClasses(groups);
  if (weights && (weights.columns !== groups.columns || weights.rows !== groups.labels.length))
    throw new RangeError(
      `weights has shape [${weights.rows}, ${weights.columns}]: [${groups.labels.length}, ${groups.columns}], a row ` +
        'for each class and the columns of the embeddings, is needed',
    );
  const predicted = predictionsOf(groups, weights, options);
  const means = meansOf(groups);
  const present = [...groups.counts.keys()].filter((code) => groups.counts[code]! > 0);
  const shares = present.map((code) =>
    average === 'classes' ? 1 / present.length : groups.counts[code]! / groups.rows,
  );
  const centred = centredMeans(groups, means, present, shares);
  const ownWeights = weights && rowsOf(weights.data, present, groups.columns);
  return {
    labels: present.map((code) => groups.labels[code]!),
    nc1: variability(groups, means, present, shares, centred),
    nc2: {
      means: simplexDeviation(centred, groups.columns),
      weights: ownWeights ? simplexDeviation(ownWeights, groups.columns) : null,
    },
    nc3: ownWeights ? selfDuality(ownWeights, centred) : null,
    nc4: predicted ? disagreement(groups, means, present, predicted) : null,
  };
}

function predictionsOf(
  groups: Groups,
  weights: ReadMatrix | undefined,
  {predictions, biases}: NeuralCollapseOptions,
): ArrayLike<number> | undefined {
  const read = biases === undefined ? undefined : readNumbers('biases', biases);
  if (read && weights === undefined) throw new RangeError('biases are given without weights: give both');
  if (read && weights) checkLength('biases', read.length, weights.rows, 'weights');
  if (predictions !== undefined) {
    const given = readLabels('predictions', predictions, 'predicted', undefined).labels;
    checkLength('predictions', given.length, groups.rows, 'embeddings');
    return given;
  }
  return weights && linearPredictions(groups, weights, read);
}

function linearPredictions(
  {data, rows, columns}: Groups,
  weights: ReadMatrix,
  biases: ReadNumbers | undefined,
): Int32Array {
  const predicted = new Int32Array(rows);
  for (let row = 0; row < rows; row++) {
    let most = Number.NEGATIVE_INFINITY;
    for (let label = 0; label < weights.rows; label++) {
      let score = biases ? biases[label]! : 0;
      for (let j = 0; j < columns; j++)
        score += weights.data[label * columns + j]! * data[row * columns + j]!;
      if (score > most) {
        most = score;
        predicted[row] = label;
      }
    }
  }
  return predicted;
}

function rowsOf(data: ArrayLike<number>, chosen: readonly number[], columns: number): Float64Array {
  const rows = new Float64Array(chosen.length * columns);
  for (const [place, row] of chosen.entries())
    for (let j = 0; j < columns; j++) rows[place * columns + j] = data[row * columns + j]!;
  return rows;
}

/** The means of the classes with examples around the global mean, [present, d]. */
function centredMeans(
  {columns}: Groups,
  means: Float64Array,
  present: readonly number[],
  shares: readonly number[],
): Float64Array {
  const centre = new Float64Array(columns);
  for (const [place, code] of present.entries())
    for (let j = 0; j < columns; j++) centre[j]! += shares[place]! * means[code * columns + j]!;
  return rowsOf(means, present, columns).map((value, i) => value - centre[i % columns]!);
}

/**
 * NC1 by the singular vectors of the centred means, so that no covariance matrix [d, d] is made: with √p_c (μ_c − μ_G)
 * = Σ_k s_k u_k v_kc, Tr(Σ_W Σ_B⁺) is the sum over k of the within-class variance along u_k, divided by s_k².
 */
function variability(
  {data, rows, columns, codes, counts}: Groups,
  means: Float64Array,
  present: readonly number[],
  shares: readonly number[],
  centred: Float64Array,
): number | null {
  const scaled = new MlMatrix(columns, present.length);
  for (const [place, share] of shares.entries())
    for (let j = 0; j < columns; j++) scaled.set(j, place, Math.sqrt(share) * centred[place * columns + j]!);
  const {leftSingularVectors, diagonal} = new SingularValueDecomposition(scaled, {
    computeRightSingularVectors: false,
    autoTranspose: true,
  });
  // The centred means have rank C − 1 at most; what is within the rounding of the means themselves is no direction.
  const largest = present.reduce((most, code) => Math.max(most, norm(means, code * columns, columns)), 0);
  const least = Math.max(columns, present.length) * Number.EPSILON * largest;
  const axes = diagonal
    .slice(0, present.length - 1)
    .flatMap((value, k) =>
      value > least ? {square: value * value, vector: leftSingularVectors.getColumn(k)} : [],
    );
  if (axes.length === 0) return null;
  const weightOf = new Float64Array(counts.length);
  for (const [place, code] of present.entries()) weightOf[code] = shares[place]! / counts[code]!;
  const difference = new Float64Array(columns);
  let trace = 0;
  for (let row = 0; row < rows; row++) {
    const code = codes[row]!;
    for (let j = 0; j < columns; j++) difference[j] = data[row * columns + j]! - means[code * columns + j]!;
    let own = 0;
    for (const {square, vector} of axes) {
      let along = 0;
      for (let j = 0; j < columns; j++) along += vector[j]! * difference[j]!;
      own += (along * along) / square;
    }
    trace += weightOf[code]! * own;
  }
  return trace / present.length;
}

function simplexDeviation(vectors: Float64Array, columns: number): SimplexDeviation {
  const count = vectors.length / columns;
  const norms = Float64Array.from({length: count}, (_, c) => norm(vectors, c * columns, columns));
  const equinorm = coefficientOfVariation(norms);
  if (norms.includes(0)) return {equinorm, equiangularity: null, maximalAngle: null};
  const cosines: number[] = [];
  for (let a = 1; a < count; a++) {
    for (let b = 0; b < a; b++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += vectors[a * columns + j]! * vectors[b * columns + j]!;
      cosines.push(sum / (norms[a]! * norms[b]!));
    }
  }
  return {
    equinorm,
    equiangularity: meanAndDeviation(cosines).deviation,
    maximalAngle: meanAndDeviation(cosines.map((cosine) => Math.abs(cosine + 1 / (count - 1)))).mean,
  };
}

function selfDuality(weights: Float64Array, centred: Float64Array): number | null {
  const [all, allCentred] = [norm(weights, 0, weights.length), norm(centred, 0, centred.length)];
  if (all === 0 || allCentred === 0) return null;
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += (weights[i]! / all - centred[i]! / allCentred) ** 2;
  return sum;
}

function disagreement(
  {data, rows, columns, labels}: Groups,
  means: Float64Array,
  present: readonly number[],
  predicted: ArrayLike<number>,
): number {
  let different = 0;
  for (let row = 0; row < rows; row++) {
    let nearest = -1;
    let least = Number.POSITIVE_INFINITY;
    for (const code of present) {
      const apart = distance(data, row * columns, means, code * columns, columns);
      if (apart < least) {
        least = apart;
        nearest = labels[code]!;
      }
    }
    if (nearest !== predicted[row]) different++;
  }
  return different / rows;
}
