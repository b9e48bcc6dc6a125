import {lossContract} from '@isomargin/testkit/vitest';
import {readFixtures} from '../../../tools/testing/fixtures.js';
import {type HingeLossOptions, plugins} from '../src/index.js';
import {oracle} from './oracle.js';

interface Written {
  readonly options: HingeLossOptions;
  readonly bias?: number[];
}

lossContract({
  plugin: plugins[0]!,
  oracle,
  fixtures: readFixtures(
    new URL('./fixtures/hinge.json', import.meta.url),
    {kernel: 'kernel', bias: 'bias'},
    ({options, bias}: Written) => ({...options, useBias: bias !== undefined}),
  ),
  variants: [
    {squared: true, margin: 3},
    {variant: 'weston-watkins'},
    {variant: 'weston-watkins', squared: true, useBias: false},
  ],
});
