import {rareClassHeadline} from '../headline.js';
import type {SuiteDefinition} from './definition.js';

/** Metrics of long tails, the most telling first. */
const tailHeadline: readonly string[] = [
  'accuracy',
  'macroF1',
  'manyShotAccuracy',
  'mediumShotAccuracy',
  'fewShotAccuracy',
  'gMean',
  'nearestMeanAccuracy',
  'rareRecall',
];

const noiseHeadline: readonly string[] = ['accuracy', 'nearestMeanAccuracy', 'auroc', 'macroF1', 'gMean'];

/** Of tables, whose test sets are as uneven as they are. */
export const tableHeadline: readonly string[] = [
  'gMean',
  'averagePrecision',
  'auroc',
  'balancedAccuracy',
  'macroF1',
  'rareRecall',
];

/** The metrics that tell most about what a suite makes hard. */
export function headlineOf({data, imbalance, noise}: SuiteDefinition): readonly string[] {
  if (imbalance?.ratios !== undefined) return tailHeadline;
  if (imbalance === undefined && noise !== undefined) return noiseHeadline;
  return data.csv === undefined ? rareClassHeadline : tableHeadline;
}
