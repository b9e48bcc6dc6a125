import type {Labels} from '../input/labels.js';
import {checkBetween, checkKnown} from '../input/options.js';
import {type Contingency, readContingency} from './contingency.js';
import {entropy, informationOf} from './information.js';

/** Options of the V-measure. */
export interface VMeasureOptions {
  /** How many times as much completeness counts as homogeneity: at least 0, default 1. */
  beta?: number;
}

/** How pure clusters are, and how whole classes stay. */
export interface VMeasure {
  /** 1 where each cluster has examples of one class alone, 0 where clusters tell nothing about the class. */
  homogeneity: number;
  /** 1 where all examples of a class are in one cluster, 0 where the class tells nothing about the cluster. */
  completeness: number;
  /** Their weighted harmonic mean. */
  vMeasure: number;
}

export function vMeasureOf(contingency: Contingency, beta: number): VMeasure {
  const {n, classCounts, clusterCounts} = contingency;
  const information = informationOf(contingency);
  const homogeneity = classCounts.length === 1 ? 1 : information / entropy(classCounts, n);
  const completeness = clusterCounts.length === 1 ? 1 : information / entropy(clusterCounts, n);
  const weighted = beta * homogeneity + completeness;
  const vMeasure = weighted === 0 ? 0 : ((1 + beta) * homogeneity * completeness) / weighted;
  return {homogeneity, completeness, vMeasure};
}

/**
 * Homogeneity, completeness and V-measure, each 0 to 1. Homogeneity is 1 where there is one class, completeness where there
 * is one cluster.
 *
 * @param yTrue the classes, labels [n] or one-hot rows [n, classes]
 * @param clusters the clusters, whole numbers from 0, [n]; their numbers do not matter
 * @throws RangeError or TypeError where lengths differ, or a label or an option is not allowed
 * Source: Rosenberg, Hirschberg, "V-measure", EMNLP 2007; scikit-learn's `homogeneity_completeness_v_measure`.
 */
export function vMeasure(yTrue: Labels, clusters: Labels, options: VMeasureOptions = {}): VMeasure {
  checkKnown(options, ['beta']);
  const {beta = 1} = options;
  checkBetween('beta', beta, 0);
  return vMeasureOf(readContingency(yTrue, clusters), beta);
}
