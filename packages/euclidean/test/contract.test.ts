import {lossContract} from '@isomargin/testkit/vitest';
import {readFixtures} from '../../../tools/testing/fixtures.js';
import {type EuclideanLossOptions, plugins} from '../src/index.js';
import {oracle} from './oracle.js';

interface Written {
  readonly options: EuclideanLossOptions;
  readonly bias?: number[];
}

lossContract({
  plugin: plugins[0]!,
  oracle,
  fixtures: readFixtures(
    new URL('./fixtures/euclidean.json', import.meta.url),
    {kernel: 'kernel', bias: 'bias'},
    ({options, bias}: Written) => ({...options, useBias: bias !== undefined}),
  ),
  variants: [{compare: 'scores'}, {useBias: false}],
});
