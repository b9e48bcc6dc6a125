import {lossContract} from '@isomargin/testkit/vitest';
import {contrastivePlugin, softmaxContrastivePlugin, tripletPlugin} from '../src/plugins.js';
import {contrastiveOracle, softmaxContrastiveOracle, tripletOracle} from './oracle.js';

lossContract({
  plugin: contrastivePlugin,
  oracle: contrastiveOracle,
  variants: [{average: 'kinds', margin: 4}, {average: 'active', margin: 4}, {normalize: true}],
  // Classes of six numbers between -1 and 1 can be farther apart than the default of 1, and the examples need it.
  learning: {margin: 2},
});

lossContract({
  plugin: tripletPlugin,
  oracle: tripletOracle,
  variants: [
    {mining: 'all'},
    {mining: 'all', margin: 'soft', average: 'active'},
    {mining: 'batch-hard', margin: 'soft', distance: 'euclidean', normalize: false},
    {semiHardFallback: 'farthest', average: 'active', distance: 'euclidean', normalize: false, margin: 1},
  ],
});

lossContract({
  plugin: softmaxContrastivePlugin,
  oracle: softmaxContrastiveOracle,
  variants: [
    {verificationWeight: 1, margin: 4},
    {verificationWeight: 1, average: 'kinds', normalize: true, useBias: false},
  ],
  reducesTo: [
    {
      name: 'softmax cross entropy',
      options: {verificationWeight: 0},
      to: (problem) =>
        softmaxContrastiveOracle({...problem, options: {...problem.options, verificationWeight: 0}}, problem),
    },
  ],
});
