import {lossContract} from '@isomargin/testkit/vitest';
import {readFixtures} from '../../../tools/testing/fixtures.js';
import {plugins} from '../src/index.js';
import {oracle} from './oracle.js';

interface Written {
  readonly scale: number;
  readonly margin: number;
  readonly subcenters: number;
}

lossContract({
  plugin: plugins[0]!,
  oracle,
  fixtures: readFixtures(
    new URL('./fixtures/arcface.json', import.meta.url),
    {kernel: 'kernel'},
    ({scale, margin, subcenters}: Written) => ({scale, margin, subcenters}),
  ),
  variants: [{scale: 4, subcenters: 3}, {scale: 10, margin: 1.2}, {easyMargin: true}, {margin: 0}],
});
