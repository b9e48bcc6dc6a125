import '@tensorflow/tfjs-backend-cpu';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {lossHeadOf} from '@isomargin/core';
import {softmax} from '@isomargin/softmax';
import {io, memory, type Tensor, tensor2d} from '@tensorflow/tfjs-core';
import {type LayersModel, layers, loadLayersModel, sequential} from '@tensorflow/tfjs-layers';
import {beforeEach, describe, expect, onTestFinished, test} from 'vitest';
import {expectClose} from '../../../tools/testing/numeric.js';
import {ModelFileError, modelFiles} from '../src/index.js';
import {compile, fit, heads, inputs, trained} from './models.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'model-files-'));
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
});

const scoresOf = (model: LayersModel): Float32Array =>
  (model.predict(inputs()) as Tensor).dataSync() as Float32Array;
const weightsIn = (place: string): string => readdirSync(place).find((name) => name.endsWith('.bin'))!;

describe.each(Object.entries(heads))('%s', (_name, make) => {
  test('predicts and trains on as before, from files', async () => {
    const head = make();
    const model = await trained(head);
    await model.save(modelFiles(join(folder, 'deep/down')));
    const loaded = await loadLayersModel(modelFiles(join(folder, 'deep/down')));
    expect(scoresOf(loaded)).toEqual(scoresOf(model));
    const found = lossHeadOf(loaded);
    expect(found.options).toEqual(head.options);
    compile(loaded, found);
    expect(await fit(loaded, found)).toBe(await fit(model, head));
  });
});

const small = (units = 4): LayersModel =>
  sequential({layers: [layers.dense({units, inputShape: [5]}), softmax({classes: 3})]});

test('a second model takes the place of the first, and leaves nothing of it; other files stay', async () => {
  writeFileSync(join(folder, 'notes.bin'), 'mine');
  await small().save(modelFiles(folder));
  const second = small(7);
  await second.save(modelFiles(folder));
  expect(scoresOf(await loadLayersModel(modelFiles(folder)))).toEqual(scoresOf(second));
  expect(readdirSync(folder).sort()).toEqual(['model.json', 'notes.bin', expect.stringMatching(/^weights-/)]);
  // The same once more.
  await second.save(modelFiles(folder));
  expect(scoresOf(await loadLayersModel(modelFiles(folder)))).toEqual(scoresOf(second));
  expect(readdirSync(folder)).toHaveLength(3);
});

test('a file: address, and the path of model.json', async () => {
  const model = small();
  const result = await model.save(modelFiles(pathToFileURL(folder)));
  expect(result.modelArtifactsInfo.weightDataBytes).toBe(4 * (5 * 4 + 4 + 4 * 3 + 3));
  for (const place of [pathToFileURL(folder).href, join(folder, 'model.json')]) {
    expect(scoresOf(await loadLayersModel(modelFiles(place)))).toEqual(scoresOf(model));
  }
});

test("the optimizer's settings and metadata are kept", async () => {
  const model = await trained(heads.softmax!());
  model.setUserDefinedMetadata({trainedOn: 'noise'});
  await model.save(modelFiles(folder));
  const loaded = await loadLayersModel(modelFiles(folder));
  expect(loaded.getUserDefinedMetadata()).toEqual({trainedOn: 'noise'});
});

test('loading leaks no tensor', async () => {
  await small().save(modelFiles(folder));
  const load = async () => (await loadLayersModel(modelFiles(folder))).dispose();
  await load();
  const {numTensors} = memory();
  await load();
  expect(memory().numTensors).toBe(numTensors);
});

describe('a model that is not whole', () => {
  beforeEach(() => small().save(modelFiles(folder)));
  const refusal = async (): Promise<string> => {
    const error = await loadLayersModel(modelFiles(folder)).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(ModelFileError);
    return error.message;
  };

  test('weights cut short', async () => {
    const file = join(folder, weightsIn(folder));
    truncateSync(file, 100);
    const message = await refusal();
    expect(message).toContain(`'${file}' must have 156 bytes`);
    expect(message).toContain('but has 100. Was it cut short?');
  });

  test('weights of another model', async () => {
    appendFileSync(join(folder, weightsIn(folder)), 'more');
    expect(await refusal()).toContain('but has 160. Does it belong to another model?');
  });

  test('weights missing', async () => {
    const file = join(folder, weightsIn(folder));
    rmSync(file);
    expect(await refusal()).toBe(`load: there is no file '${file}'.`);
  });

  test('description cut short', async () => {
    truncateSync(join(folder, 'model.json'), 50);
    expect(await refusal()).toContain("model.json' is no JSON, or was cut short");
  });

  test('description missing', async () => {
    rmSync(join(folder, 'model.json'));
    expect(await refusal()).toBe(`load: there is no file '${join(folder, 'model.json')}'.`);
  });

  test.each(['null', '[]', '{"name": "some-package"}', '{"modelTopology": {}, "weightsManifest": [{}]}'])(
    'no model: %s',
    async (json) => {
      writeFileSync(join(folder, 'model.json'), json);
      expect(await refusal()).toContain('is no model of TensorFlow.js');
    },
  );

  test.each(['../secret.bin', '/etc/hostname', '', 'a/../../secret.bin'])(
    'weights outside the folder: %j',
    async (path) => {
      const file = join(folder, 'model.json');
      const json = JSON.parse(readFileSync(file, 'utf8'));
      json.weightsManifest[0].paths = [path];
      writeFileSync(file, JSON.stringify(json));
      expect(await refusal()).toContain(`names weights outside its folder: '${path}'`);
    },
  );

  test('a folder that is not there', async () => {
    const place = join(folder, 'nowhere');
    await expect(loadLayersModel(modelFiles(place))).rejects.toThrow(`there is no file '${place}'`);
  });
});

describe('saving that fails', () => {
  test('says which file, where nothing may be written', async () => {
    chmodSync(folder, 0o555);
    const isRoot = process.geteuid?.() === 0;
    // Root may write anywhere, so that root is nobody for a while.
    if (isRoot) process.seteuid!(65534);
    const saving = small()
      .save(modelFiles(join(folder, 'inner')))
      .catch((error) => error);
    const error = await saving.finally(() => isRoot && process.seteuid!(0));
    expect(error).toBeInstanceOf(ModelFileError);
    expect(error.message).toContain(join(folder, 'inner'));
    expect(existsSync(join(folder, 'inner'))).toBe(false);
  });

  test('a file in the place of the folder', async () => {
    writeFileSync(join(folder, 'file'), 'mine');
    await expect(small().save(modelFiles(join(folder, 'file')))).rejects.toThrow(join(folder, 'file'));
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('mine');
  });

  test('a binary topology, and weights that are not what they are said to be', async () => {
    const {save} = modelFiles(folder);
    await expect(save({modelTopology: new ArrayBuffer(4)})).rejects.toThrow('this one is binary');
    const weightSpecs = [{name: 'a', shape: [3], dtype: 'float32' as const}];
    const short = save({modelTopology: {}, weightSpecs, weightData: new ArrayBuffer(8)});
    await expect(short).rejects.toThrow('must have 12 bytes, but have 8');
    expect(readdirSync(folder)).toEqual([]);
  });
});

test.each(['', 'http://example.org/model.json', 7, undefined, new URL('https://example.org')])(
  'refuses the place %j',
  (place) => {
    expect(() => modelFiles(place as string)).toThrow('the place must be a path or a file: address');
  },
);

test('reads what tfjs-node wrote', async () => {
  const fixture = new URL('fixtures/tfjs-node/', import.meta.url);
  const {input, scores} = JSON.parse(readFileSync(new URL('scores.json', fixture), 'utf8'));
  const model = await loadLayersModel(modelFiles(fixture));
  const found = (model.predict(tensor2d(input)) as Tensor).dataSync();
  expectClose(found, scores, 1e-6);
});

test('reads what quantization and the converter make: several files, texts, small numbers', async () => {
  const values = {name: 'halves', shape: [3], dtype: 'float32' as const};
  const quantized = {...values, quantization: {dtype: 'uint8' as const, scale: 0.5, min: 1}};
  const text = await io.encodeWeights([{name: 'text', tensor: tensor2d(['a', 'bcd'], [1, 2])}]);
  const weightsManifest = [
    {paths: ['a.bin', 'sub/b.bin'], weights: [quantized]},
    {paths: ['text.bin'], weights: text.specs},
  ];
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'a.bin'), Uint8Array.of(0, 2));
  writeFileSync(join(folder, 'sub/b.bin'), Uint8Array.of(4));
  writeFileSync(join(folder, 'text.bin'), new Uint8Array(text.data));
  writeFileSync(join(folder, 'model.json'), JSON.stringify({modelTopology: {}, weightsManifest}));
  const {weightData, weightSpecs} = await modelFiles(folder).load();
  const weights = io.decodeWeights(weightData as ArrayBuffer, weightSpecs!);
  expect([...weights.halves!.dataSync()]).toEqual([1, 2, 3]);
  expect(weights.text!.dataSync()).toEqual(['a', 'bcd']);
});
