import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {beforeAll, expect, test} from 'vitest';
import {loadBackbone, tryBackbone} from '../src/backbones/own-backbone.js';
import {startBackend} from '../src/backend.js';
import {performRun} from '../src/runs/perform-run.js';
import {makePlan} from '../src/runs/plan.js';
import {digits} from '../src/suites/digits.js';
import {planRequest} from './plan-request.js';
import {tempFolder} from './temp-folder.js';
import {tinyDataset, tinySpec} from './tiny-spec.js';

beforeAll(() => startBackend('wasm', import.meta.dirname));

// A test imports tfjs as its own module; the program lets every module have its copy.
const tfjs = import.meta.resolve('@tensorflow/tfjs-layers');
const head = `import {initializers, input, layers, model} from '${tfjs}';\n`;
const dense = `export default ({inputShape, embeddingSize, seed}) => [
  layers.flatten({inputShape}),
  layers.dense({units: embeddingSize, kernelInitializer: initializers.heNormal({seed})}),
  layers.batchNormalization({momentum: 0.9}),
];\n`;
const functional = `export default ({inputShape, embeddingSize, seed}) => {
  const image = input({shape: inputShape});
  const flat = layers.flatten().apply(image);
  const make = (at) => layers.dense({units: embeddingSize, kernelInitializer: initializers.heNormal({seed: seed + at})});
  const hidden = make(0).apply(flat);
  return model({inputs: image, outputs: layers.add().apply([hidden, make(1).apply(hidden)])});
};\n`;

function write(code: string): string {
  const path = join(tempFolder(), 'net.mjs');
  writeFileSync(path, head + code);
  return path;
}

async function tried(code: string): Promise<string[]> {
  const backbone = await loadBackbone({name: 'net.mjs', module: pathToFileURL(write(code)).href});
  return tryBackbone(backbone, {inputShape: [28, 28, 1], embeddingSize: 64, seed: 1});
}

test.each([
  ['export const net = 3;', 'net.mjs has no default export; a function is expected'],
  ['export default 3;', 'net.mjs has a default export that is a number; a function is expected'],
  [
    'export default () => { throw new Error("boom"); };',
    'the function of net.mjs throws for inputShape [28, 28, 1]: boom',
  ],
  ['export default () => 3;', 'the function of net.mjs returns a number; a model or a list of layers'],
  ['export default async () => [];', 'the function of net.mjs returns a promise'],
  ['export default () => [];', 'the function of net.mjs returns an empty list'],
  [
    dense.replace('units: embeddingSize', 'units: 7'),
    'net.mjs makes [batch, 7] of a batch; embeddings [batch, 64] are expected.',
  ],
  [
    dense.replace('layers.flatten({inputShape}),\n', '').replace('units', 'inputShape, units'),
    'net.mjs makes [batch, 28, 28, 64] of a batch',
  ],
  [
    dense.replace('{seed}', '{}').replace('heNormal({seed})', 'heNormal({})'),
    'net.mjs begins with other weights under the same seed',
  ],
  [dense.replace('heNormal({seed})', 'heNormal({})'), 'give every initializer the seed'],
  [dense.replace('{inputShape})', '{inputShape: [5]})'), 'the layers of net.mjs do not fit together'],
  ['export default (', 'net.mjs cannot be imported: '],
])('%s', async (code, message) => {
  await expect(tried(code)).rejects.toThrow(`--backbone: `);
  await expect(tried(code)).rejects.toThrow(message);
});

test('the example of the README is a backbone', async () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const [, code = ''] = /```js\n(.*?)```/s.exec(readme) ?? [];
  expect(await tried(code.replace(/^import .*$/m, ''))).toContain('Dense to 300');
});

test('a list of layers and a functional model are told layer by layer', async () => {
  expect(await tried(dense)).toEqual(['Flatten to 784', 'Dense to 64', 'BatchNormalization to 64']);
  expect(await tried(functional)).toContain('Add to 64');
});

test.each([dense, functional])(
  'it is trained and judged as the own ones are, and its content is part of the key',
  async (code) => {
    const path = write(code);
    const dataset = await tinyDataset();
    const request = planRequest({
      suite: {...digits, datasets: async () => [dataset]},
      losses: 'softmax,affinity',
      seeds: [1],
      epochs: 1,
    });
    const [plan, without] = [await makePlan({...request, backbone: path}), await makePlan(request)];
    const {specs, settings} = plan;
    expect(settings.backbone[0]).toMatch(/^net\.mjs \(SHA-256 [0-9a-f]{16}\)$/);
    expect(specs[0]!.command).toContain(`--backbone ${path}`);
    expect(specs[0]!.key).not.toBe(without.specs[0]!.key);
    for (const spec of specs) {
      const run = await performRun(JSON.parse(JSON.stringify(spec)));
      expect(run.status).toBe('ok');
      expect(run.metrics.nearestMeanAccuracy).toBeGreaterThan(0.1);
    }
    writeFileSync(path, `${head}${code}// Changed.\n`);
    const changed = await makePlan({...request, backbone: path});
    expect(changed.specs[0]!.key).not.toBe(specs[0]!.key);
  },
);

test("one of the benchmark's own takes the place of the suite's", async () => {
  const plan = await makePlan(planRequest({backbone: 'mlp', losses: 'softmax', seeds: [1]}));
  expect(plan.settings.backbone[0]).toBe('flatten');
  expect(plan.specs[0]!.command).toContain('--backbone mlp');
  const run = await performRun(await tinySpec({backbone: {name: 'mlp'}, backend: 'wasm'}));
  expect(run.status).toBe('ok');
});
