import '@tensorflow/tfjs-backend-cpu';
import {createRequire} from 'node:module';
import * as layersHere from '@tensorflow/tfjs-layers';
import {beforeAll, expect, test, vi} from 'vitest';
import {lossHeadOf} from '../src/index.js';
import {ScoresHead} from './test-heads.js';

type Layers = typeof layersHere;

const require = createRequire(import.meta.url);
const fix = "Keep one: see 'npm ls @tensorflow/tfjs-layers', and run 'npm dedupe'";

/** Another copy of packages, as a second folder of node_modules has it; the first of them is returned. */
function anotherCopyOf<T>(...names: string[]): T {
  const kept = names.map((name) => [require.resolve(name), require.cache[require.resolve(name)]] as const);
  for (const [path] of kept) delete require.cache[path];
  const copy = require(names[0]!);
  for (const [path, module] of kept) require.cache[path] = module;
  return copy;
}

let other: Layers;
beforeAll(() => {
  // It registers its gradients a second time, and says so.
  const warnings = vi.spyOn(console, 'warn').mockImplementation(() => {});
  other = anotherCopyOf<Layers>('@tensorflow/tfjs-layers');
  warnings.mockRestore();
  expect(other.layers.Layer).not.toBe(layersHere.layers.Layer);
});

// Two copies give the same names to their layers' weights, of which tfjs has one list.
let models = 0;
const small = (copy: Layers) =>
  copy.sequential({layers: [copy.layers.dense({units: 4, inputShape: [5], name: `dense_${models++}`})]});

test('a head in a model of another copy of tfjs-layers says what is to be done', () => {
  const model = small(other);
  expect(() => model.add(new ScoresHead({classes: 3}))).toThrow(fix);
  const input = other.input({shape: [5]});
  expect(() => new ScoresHead({classes: 3}).apply(input as never)).toThrow(fix);
});

test('so does looking for a head in a model of another copy', () => {
  expect(() => lossHeadOf(small(other) as never)).toThrow(fix);
  expect(() => lossHeadOf(small(layersHere))).toThrow('has no loss head');
});

test('a head of another copy of this package', async () => {
  vi.resetModules();
  const heads: typeof import('./test-heads.js') = await import('./test-heads.js');
  const model = small(layersHere);
  model.add(new heads.ScoresHead({classes: 3}));
  expect(() => lossHeadOf(model)).toThrow('two copies of @isomargin/core.');
});

test("layers that use another copy of TensorFlow.js's core", async () => {
  vi.resetModules();
  const warnings = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const foreign = anotherCopyOf<Layers>('@tensorflow/tfjs-layers', '@tensorflow/tfjs-core');
  warnings.mockRestore();
  vi.doMock('@tensorflow/tfjs-layers', () => foreign);
  const heads: typeof import('./test-heads.js') = await import('./test-heads.js');
  expect(() => new heads.ScoresHead({classes: 3})).toThrow('two copies of @tensorflow/tfjs-core');
  vi.doUnmock('@tensorflow/tfjs-layers');
});
