// What a page loads of each package at most: bytes of a minified bundle after gzip, without TensorFlow.js, with all else that the
// package needs. `npm run size` measures; a package that is left out must say why.

/** What is imported, and how much it may be. */
export const budgets = [
  // What somebody imports who swaps the last layer of a model: the head with what it needs of core.
  {package: 'affinity', imports: '{affinity}', bytes: 10_000},
  // With `suggest`, which is mostly words.
  {package: 'affinity', imports: '*', bytes: 16_000},
  {package: 'arcface', imports: '{arcface}', bytes: 6_000},
  {package: 'center', imports: '{center}', bytes: 5_750},
  {package: 'cosface', imports: '{cosface}', bytes: 5_250},
  {package: 'euclidean', imports: '{euclidean}', bytes: 5_250},
  {package: 'false-error', imports: '{falseError}', bytes: 5_750},
  {package: 'hinge', imports: '{hinge}', bytes: 5_250},
  {package: 'large-margin-softmax', imports: '{largeMarginSoftmax}', bytes: 6_000},
  {package: 'long-tail', imports: '{focal}', bytes: 9_000},
  {package: 'pairwise', imports: '{triplet}', bytes: 9_750},
  {package: 'softmax', imports: '{softmax}', bytes: 5_000},
  {package: 'sphereface', imports: '{sphereface}', bytes: 6_500},
  {package: 'core', imports: '*', bytes: 9_750},
  {package: 'core', entry: 'options', imports: '*', bytes: 2_000},
  {package: 'datasets', imports: '*', bytes: 29_000},
  {package: 'datasets', entry: 'images', imports: '*', bytes: 22_000},
  {package: 'metrics', imports: '{macroF1}', bytes: 3_500},
  {package: 'metrics', imports: '*', bytes: 55_000},
  {package: 'metrics', entry: 'tfjs', imports: '*', bytes: 5_500},
  {package: 'neighbours', imports: '*', bytes: 3_250},
  {package: 'samplers', imports: '{smote}', bytes: 12_750},
  {package: 'samplers', imports: '*', bytes: 26_500},
  {package: 'samplers', entry: 'networks', imports: '*', bytes: 2_750},
  {package: 'wasm-training', imports: '{enableWasmTraining}', bytes: 15_000},
];

export const unmeasured = {
  'create-loss': 'a command',
  'model-files': 'for Node',
  testkit: 'runs in tests',
};
