// Models that an older version saved must load, and predict the same. test/fixtures/saved-models has a file for each version whose
// heads, options or weights differ from those of the one before; files of published versions are never made anew.
//
//     SAVE_MODELS=0.1.0 npm test -- apps/bench/test/saved-models.test.ts   # makes one, of today's code
import '@tensorflow/tfjs-backend-cpu';
import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {lossHeadOf} from '@isomargin/core';
import {io, randomNormal, type Tensor, type Tensor2D, tensor2d} from '@tensorflow/tfjs-core';
import {type LayersModel, layers, loadLayersModel, sequential} from '@tensorflow/tfjs-layers';
import {expect, test} from 'vitest';
import {expectClose} from '../../../tools/testing/numeric.js';
import {type BuiltInLoss, builtInLosses} from '../src/losses/built-in.js';

interface SavedModel {
  readonly modelTopology: object;
  readonly weightSpecs: io.WeightsManifestEntry[];
  /** Base64. */
  readonly weights: string;
  readonly input: number[][];
  readonly scores: number[][];
}
type SavedModels = Readonly<Record<string, SavedModel>>;

const folder = new URL('fixtures/saved-models/', import.meta.url);
const classes = 3;
const labels = [0, 1, 2, 0, 1, 0, 0, 1];
const losses = await builtInLosses();

async function train(model: LayersModel): Promise<number> {
  const head = lossHeadOf(model);
  model.compile({optimizer: 'sgd', loss: head.loss});
  const xs = randomNormal([labels.length, 4], 0, 1, 'float32', 1);
  const {history} = await model.fit(xs, head.labels(labels), {epochs: 2, batchSize: 8, verbose: 0});
  return history.loss!.at(-1) as number;
}

async function saved({plugin}: BuiltInLoss): Promise<SavedModel> {
  const head = plugin.create({classWeights: [1, 2, 3]}, {classes, classCounts: [4, 3, 1], seed: 1});
  const dense = layers.dense({units: 3, inputShape: [4], name: `dense_${plugin.name}`});
  const model = sequential({layers: [dense, head]});
  await train(model);
  const input = (randomNormal([2, 4], 0, 1, 'float32', 2) as Tensor2D).arraySync();
  const scores = (model.predict(tensor2d(input)) as Tensor2D).arraySync();
  let artifacts: io.ModelArtifacts | undefined;
  await model.save(
    io.withSaveHandler(async (given) => {
      artifacts = given;
      return {modelArtifactsInfo: io.getModelArtifactsInfoForJSON(given)};
    }),
  );
  const {modelTopology, weightSpecs, weightData} = artifacts!;
  const weights = Buffer.from(io.CompositeArrayBuffer.join(weightData)).toString('base64');
  return {modelTopology: modelTopology as object, weightSpecs: weightSpecs!, weights, input, scores};
}

const {SAVE_MODELS: version} = process.env;
if (version !== undefined) {
  mkdirSync(folder, {recursive: true});
  const file = new URL(`${version}.json`, folder);
  if (existsSync(file)) throw new Error(`${file} is there already.`);
  const models: Record<string, SavedModel> = {};
  for (const loss of losses) models[loss.plugin.name] = await saved(loss);
  writeFileSync(file, `${JSON.stringify(models)}\n`);
}

const files = readdirSync(folder).sort((a, b) => a.localeCompare(b, 'en', {numeric: true}));
const read = (file: string): SavedModels => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));

test('the newest saved models are of every loss', () => {
  const names = losses.map(({plugin}) => plugin.name).sort();
  expect(Object.keys(read(files.at(-1)!)).sort()).toEqual(names);
});

const all = files.flatMap((file) =>
  Object.entries(read(file)).map(([name, model]) => [file.replace('.json', ''), name, model] as const),
);

test.each(all)(
  'a model of version %s with the loss %s predicts what it did, and can be trained',
  async (_version, _name, {modelTopology, weightSpecs, weights, input, scores}) => {
    const bytes = Uint8Array.from(Buffer.from(weights, 'base64'));
    const artifacts = {modelTopology, weightSpecs, weightData: bytes.buffer};
    const model = await loadLayersModel(io.fromMemory(artifacts));
    const found = (model.predict(tensor2d(input)) as Tensor).dataSync();
    expectClose(found, scores.flat(), 1e-5);
    expect(await train(model)).toSatisfy(Number.isFinite);
  },
);
