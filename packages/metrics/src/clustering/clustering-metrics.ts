import type {Labels} from '../input/labels.js';
import {readContingency} from './contingency.js';
import {adjustedOf, type MutualInformationOptions, normalizedOf, readAverage} from './mutual-information.js';
import {adjustedRandOf} from './rand-index.js';
import {type VMeasure, vMeasureOf} from './v-measure.js';

/** How well clusters agree with classes. */
export interface ClusteringMetrics extends VMeasure {
  /** NMI, 0 to 1. */
  normalizedMutualInformation: number;
  /** AMI, up to 1; 0 by chance. */
  adjustedMutualInformation: number;
  /** ARI, up to 1; 0 by chance. */
  adjustedRandIndex: number;
}

/**
 * All measures of agreement between classes and clusters in one pass.
 *
 * @param yTrue the classes, labels [n] or one-hot rows [n, classes]
 * @param clusters the clusters, whole numbers from 0, [n]; their numbers do not matter
 * @throws RangeError or TypeError where lengths differ, or a label or an option is not allowed
 */
export function clusteringMetrics(
  yTrue: Labels,
  clusters: Labels,
  options: MutualInformationOptions = {},
): ClusteringMetrics {
  const average = readAverage(options);
  const contingency = readContingency(yTrue, clusters);
  return {
    normalizedMutualInformation: normalizedOf(contingency, average),
    adjustedMutualInformation: adjustedOf(contingency, average),
    adjustedRandIndex: adjustedRandOf(contingency),
    ...vMeasureOf(contingency, 1),
  };
}
