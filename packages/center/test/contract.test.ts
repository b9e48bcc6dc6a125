import {crossEntropiesOf, linearScoresOf} from '@isomargin/testkit';
import {lossContract} from '@isomargin/testkit/vitest';
import {readFixtures} from '../../../tools/testing/fixtures.js';
import {plugins} from '../src/index.js';
import {oracle} from './oracle.js';

interface Written {
  readonly centerWeight: number;
  readonly classWeights?: number[];
  readonly inputs: {readonly bias?: number[]};
}

lossContract({
  plugin: plugins[0]!,
  oracle,
  fixtures: readFixtures(
    new URL('./fixtures/center.json', import.meta.url),
    {kernel: 'kernel', bias: 'bias', centers: 'centers'},
    ({centerWeight, classWeights, inputs}: Written) => ({
      centerWeight,
      classWeights,
      useBias: inputs.bias !== undefined,
      centers: 'trainable' as const,
    }),
  ),
  variants: [
    {centerWeight: 0.3, centers: 'trainable'},
    {centerWeight: 0.1, useBias: false},
  ],
  reducesTo: [
    {
      name: 'softmax cross entropy',
      options: {centerWeight: 0},
      to: (problem) => ({losses: crossEntropiesOf(linearScoresOf(problem), problem.labels)}),
    },
  ],
});
