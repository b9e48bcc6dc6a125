import {lossContract} from '@isomargin/testkit/vitest';
import {readFixtures} from '../../../tools/testing/fixtures.js';
import {type FalseErrorLossOptions, plugins} from '../src/index.js';
import {oracle} from './oracle.js';

interface Written {
  readonly options: FalseErrorLossOptions;
  readonly bias?: number[];
}

lossContract({
  plugin: plugins[0]!,
  oracle,
  fixtures: readFixtures(
    new URL('./fixtures/false-error.json', import.meta.url),
    {kernel: 'kernel', bias: 'bias'},
    ({options, bias}: Written) => ({...options, useBias: bias !== undefined}),
  ),
  variants: [
    {variant: 'mfe'},
    {error: 'cross-entropy'},
    {variant: 'mfe', error: 'cross-entropy', useBias: false},
  ],
});
