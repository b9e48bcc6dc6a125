import type {Labels} from '../input/labels.js';
import {type Contingency, readContingency} from './contingency.js';

/** Sums of squares are exact up to n² < 2⁵³, and products of them in big integers. */
export function adjustedRandOf({n, classCounts, clusterCounts, cells}: Contingency): number {
  const squares = cells.reduce((sum, {count}) => sum + count * count, 0);
  const ofClasses = classCounts.reduce((sum, count) => sum + count * count, 0);
  const ofClusters = clusterCounts.reduce((sum, count) => sum + count * count, 0);
  const both = BigInt(squares - n);
  const clusterOnly = BigInt(ofClusters - squares);
  const classOnly = BigInt(ofClasses - squares);
  const neither = BigInt(n * n - ofClusters - ofClasses + squares);
  if (clusterOnly === 0n && classOnly === 0n) return 1;
  const above = 2n * (both * neither - classOnly * clusterOnly);
  const most = (both + classOnly) * (classOnly + neither) + (both + clusterOnly) * (clusterOnly + neither);
  return Number(above) / Number(most);
}

/**
 * The adjusted Rand index (ARI), −0.5 to 1: by how much the share of pairs of examples on which classes and clusters
 * agree (together in both, or apart in both) is above that of clusters by chance, which is 0.
 *
 * @param yTrue the classes, labels [n] or one-hot rows [n, classes]
 * @param clusters the clusters, whole numbers from 0, [n]; their numbers do not matter
 * @throws RangeError or TypeError where lengths differ, or a label is not allowed
 * Source: Hubert, Arabie, "Comparing partitions", 1985; scikit-learn's `adjusted_rand_score`.
 */
export function adjustedRandIndex(yTrue: Labels, clusters: Labels): number {
  return adjustedRandOf(readContingency(yTrue, clusters));
}
