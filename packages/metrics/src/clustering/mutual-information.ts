import type {Labels} from '../input/labels.js';
import {checkChoice, checkKnown} from '../input/options.js';
import {type Contingency, readContingency} from './contingency.js';
import {entropy, expectedInformation, informationOf} from './information.js';

/** Options of normalised and adjusted mutual information. */
export interface MutualInformationOptions {
  /** The mean of the two entropies that counts as full agreement: 'arithmetic' (default), 'geometric', 'min' or 'max'. */
  average?: 'arithmetic' | 'geometric' | 'min' | 'max';
}

type Average = NonNullable<MutualInformationOptions['average']>;

/** What {@link MutualInformationOptions} may say. */
export function readAverage(options: MutualInformationOptions): Average {
  checkKnown(options, ['average']);
  const {average = 'arithmetic'} = options;
  checkChoice('average', average, ['arithmetic', 'geometric', 'min', 'max']);
  return average;
}

function averageOf(a: number, b: number, average: Average): number {
  if (average === 'min') return Math.min(a, b);
  if (average === 'max') return Math.max(a, b);
  return average === 'geometric' ? Math.sqrt(a * b) : (a + b) / 2;
}

const meanEntropy = ({n, classCounts, clusterCounts}: Contingency, average: Average): number =>
  averageOf(entropy(classCounts, n), entropy(clusterCounts, n), average);

export function normalizedOf(contingency: Contingency, average: Average): number {
  if (contingency.classCounts.length === 1 && contingency.clusterCounts.length === 1) return 1;
  const information = informationOf(contingency);
  return information === 0 ? 0 : information / meanEntropy(contingency, average);
}

export function adjustedOf(contingency: Contingency, average: Average): number {
  const [classes, clusters] = [contingency.classCounts.length, contingency.clusterCounts.length];
  if (classes === 1 && clusters === 1) return 1;
  if (classes === 1 || clusters === 1) return 0;
  const expected = expectedInformation(contingency);
  // 0/0 is full agreement, as where every example is alone in both.
  const above = awayFromZero(informationOf(contingency) - expected);
  return above / awayFromZero(meanEntropy(contingency, average) - expected);
}

const awayFromZero = (value: number): number =>
  value < 0 ? Math.min(value, -Number.EPSILON) : Math.max(value, Number.EPSILON);

/**
 * The mutual information of classes and clusters in nats: how much the cluster tells about the class, 0 to the smaller
 * of the two entropies.
 *
 * @param yTrue the classes, labels [n] or one-hot rows [n, classes]
 * @param clusters the clusters, whole numbers from 0, [n]; their numbers do not matter
 * @throws RangeError or TypeError where lengths differ, or a label is not allowed
 * Source: scikit-learn's `mutual_info_score`.
 */
export function mutualInformation(yTrue: Labels, clusters: Labels): number {
  return informationOf(readContingency(yTrue, clusters));
}

/**
 * Normalised mutual information (NMI), 0 to 1: the mutual information divided by a mean of the entropies. Grows with the
 * number of clusters; {@link adjustedMutualInformation} does not. 1 where both are one and the same whole, 0 where only
 * one of them is undivided.
 *
 * @param yTrue the classes, labels [n] or one-hot rows [n, classes]
 * @param clusters the clusters, whole numbers from 0, [n]; their numbers do not matter
 * @throws RangeError or TypeError where lengths differ, or a label or an option is not allowed
 * Source: scikit-learn's `normalized_mutual_info_score`.
 */
export function normalizedMutualInformation(
  yTrue: Labels,
  clusters: Labels,
  options: MutualInformationOptions = {},
): number {
  const average = readAverage(options);
  return normalizedOf(readContingency(yTrue, clusters), average);
}

/**
 * Adjusted mutual information (AMI), up to 1: as {@link normalizedMutualInformation}, but 0 for clusters by chance,
 * however many. The expected value is exact.
 *
 * @param yTrue the classes, labels [n] or one-hot rows [n, classes]
 * @param clusters the clusters, whole numbers from 0, [n]; their numbers do not matter
 * @throws RangeError or TypeError where lengths differ, or a label or an option is not allowed
 * Source: Vinh, Epps, Bailey, "Information theoretic measures for clusterings comparison", JMLR 2010; scikit-learn's
 * `adjusted_mutual_info_score`.
 */
export function adjustedMutualInformation(
  yTrue: Labels,
  clusters: Labels,
  options: MutualInformationOptions = {},
): number {
  const average = readAverage(options);
  return adjustedOf(readContingency(yTrue, clusters), average);
}
