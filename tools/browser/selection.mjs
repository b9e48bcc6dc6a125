/** Backends that run in software here, where no training is tested: a step takes ten times as long as on cpu. */
export const inSoftware = new Set(['webgl', 'webgpu']);

/** What of the contracts runs there. */
export const contractChecks = [
  'value',
  'gradients',
  'regularizer',
  'regularizer-gradients',
  'fixtures',
  'agreement',
];

/** Files that do not: they train. */
export const training = new Set([
  'packages/affinity/test/affinity-head.test.ts',
  'packages/affinity/test/class-counts.test.ts',
  'packages/affinity/test/suggest.test.ts',
  'packages/center/test/head.test.ts',
  'packages/core/test/loss-head.test.ts',
  'packages/core/test/save-and-load.test.ts',
  'packages/large-margin-softmax/test/head.test.ts',
  'packages/long-tail/test/heads.test.ts',
  'packages/pairwise/test/class-means.test.ts',
  'packages/softmax/test/head.test.ts',
  'packages/sphereface/test/annealing.test.ts',
]);
