import type {DefaultLoss} from './suite.js';

/** The losses that every suite compares where none are named; the first is the baseline. */
export const defaultLosses: readonly DefaultLoss[] = [
  {spec: 'softmax', title: 'softmax'},
  {spec: 'affinity', title: 'affinity (m = 1)'},
  {spec: 'affinity:prototypesPerClass=5', title: 'affinity (m = 5)'},
];
