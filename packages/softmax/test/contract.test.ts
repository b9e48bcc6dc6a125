import {lossContract} from '@isomargin/testkit/vitest';
import {readFixtures} from '../../../tools/testing/fixtures.js';
import {plugins} from '../src/index.js';
import {oracle} from './oracle.js';

interface Written {
  readonly classWeights?: number[];
  readonly bias?: number[];
}

lossContract({
  plugin: plugins[0]!,
  oracle,
  fixtures: readFixtures(
    new URL('./fixtures/softmax.json', import.meta.url),
    {kernel: 'kernel', bias: 'bias'},
    ({classWeights, bias}: Written) => ({classWeights, useBias: bias !== undefined}),
  ),
  variants: [{useBias: false}],
});
