/** The metrics of suites with rare classes and a test set of its own, the most telling first. */
export const rareClassHeadline: readonly string[] = [
  'macroF1',
  'rareRecall',
  'gMean',
  'accuracy',
  'nearestMeanAccuracy',
  'balancedAccuracy',
];
