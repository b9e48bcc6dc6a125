/** Backends that run the contracts alone, and of those these checks. */
export const byContract = new Set(['webgl', 'webgpu']);
export const contractChecks = [
  'value',
  'gradients',
  'regularizer',
  'regularizer-gradients',
  'fixtures',
  'agreement',
];
