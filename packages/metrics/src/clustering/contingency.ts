import {type Labels, readLabels} from '../input/labels.js';
import {checkLength} from '../input/numbers.js';

/** How many examples of each class are in each cluster: only the pairs that occur. */
export interface Contingency {
  /** Examples. */
  n: number;
  /** The examples of each class, and of each cluster. */
  classCounts: number[];
  clusterCounts: number[];
  /** For each pair that occurs: the places of the class and the cluster above, and the examples. */
  cells: {inClass: number; inCluster: number; count: number}[];
}

/** Reads and checks classes and clusters, and counts their pairs. */
export function readContingency(yTrue: Labels, clusters: Labels): Contingency {
  const classes = readLabels('yTrue', yTrue, 'true', undefined).labels;
  const assigned = readLabels('clusters', clusters, 'predicted', undefined).labels;
  checkLength('clusters', assigned.length, classes.length);
  return contingencyOf(classes, assigned);
}

function contingencyOf(classes: ArrayLike<number>, assigned: ArrayLike<number>): Contingency {
  const classPlaces = new Map<number, number>();
  const clusterPlaces = new Map<number, number>();
  const classCounts: number[] = [];
  const clusterCounts: number[] = [];
  const cells = new Map<number, Contingency['cells'][number]>();
  for (let i = 0; i < classes.length; i++) {
    const inClass = counted(classPlaces, classCounts, classes[i]!);
    const inCluster = counted(clusterPlaces, clusterCounts, assigned[i]!);
    const key = inClass * classes.length + inCluster;
    const cell = cells.get(key);
    if (cell) cell.count++;
    else cells.set(key, {inClass, inCluster, count: 1});
  }
  return {n: classes.length, classCounts, clusterCounts, cells: [...cells.values()]};
}

/** Counts one more of a label, and returns its place. */
function counted(places: Map<number, number>, counts: number[], label: number): number {
  const place = places.get(label) ?? counts.length;
  if (place === counts.length) {
    places.set(label, place);
    counts.push(0);
  }
  counts[place]!++;
  return place;
}
