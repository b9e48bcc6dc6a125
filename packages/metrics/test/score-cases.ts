import {casesOf, type Fixed} from './close.js';

type Curve = [Fixed[], Fixed[], Fixed[]];

/** One score an example, as tools/reference/metrics/scores.py wrote it. */
export interface BinaryCase {
  kind: 'binary';
  name: string;
  yTrue: number[];
  scores: number[];
  weights: number[] | null;
  /** All points, and without those between. */
  roc: [Curve, Curve];
  precisionRecall: [Curve, Curve];
  auroc: Fixed;
  partial: Record<string, number>;
  averagePrecision: number;
  logLoss: number | null;
  brier: {halved: number; whole: number} | null;
}

/** Rows of scores. */
export interface RowsCase {
  kind: 'rows';
  name: string;
  yTrue: number[];
  scores: number[][];
  weights: number[] | null;
  probabilities: boolean;
  aurocPerClass: Fixed[];
  auroc: {macro: Fixed; weighted: Fixed; micro: number};
  partial: number[] | null;
  oneVsOne: {macro?: number; weighted?: number};
  averagePrecisionPerClass: number[];
  averagePrecision: {macro: number; weighted: number; micro: number};
  logLoss: number | null;
  brier: {halved: number; whole: number} | null;
}

const cases = casesOf<BinaryCase | RowsCase>('scores');

/** 1 positive example of 10,001. */
const extreme = {
  yTrue: Array.from({length: 10001}, (_, i) => Number(i === 6789)),
  scores: Array.from({length: 10001}, (_, i) => ((i * 7919) % 101) / 100),
};

export const binaryCases: BinaryCase[] = cases
  .filter((entry) => entry.kind === 'binary')
  .map((entry) => (entry.yTrue === null ? {...entry, ...extreme} : entry));

export const rowsCases: RowsCase[] = cases.filter((entry) => entry.kind === 'rows');

/** The option, where a case has weights. */
export function weightsOf({weights}: BinaryCase | RowsCase): {sampleWeights?: number[]} {
  return weights ? {sampleWeights: weights} : {};
}
