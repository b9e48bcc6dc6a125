import {io, type Tensor, type Tensor2D, train} from '@tensorflow/tfjs-core';
import {type LayersModel, loadLayersModel} from '@tensorflow/tfjs-layers';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {lossHeadOf, OptionError} from '../src/index.js';
import {classes, compiled, EmbeddingsHead, examples, ScoresHead, wirings} from './test-heads.js';

/** Through JSON, as on a disk. */
async function savedAndLoaded(model: LayersModel): Promise<LayersModel> {
  let artifacts: io.ModelArtifacts | undefined;
  await model.save(
    io.withSaveHandler(async (given) => {
      artifacts = {...given, modelTopology: JSON.parse(JSON.stringify(given.modelTopology))};
      return {modelArtifactsInfo: {dateSaved: new Date(), modelTopologyType: 'JSON'}};
    }),
  );
  return loadLayersModel(io.fromMemory(artifacts!));
}

const options = {
  classes,
  pull: 0.25,
  steps: 3,
  width: 1.5,
  start: 'some-normal',
  useThing: false,
  seed: 4,
  weightDecay: 0.01,
  classWeights: [1, 2, 0.5],
} as const;

onEachBackend(() => {
  describe.each(Object.entries(wirings))('%s', (_name, wire) => {
    test('predicts, evaluates and goes on learning the same after loading', async () => {
      const {model, head} = compiled(wire, new EmbeddingsHead(options));
      const {xs, labels} = examples(20);
      const ys = head.labels(labels);
      await model.fit(xs, ys, {epochs: 1, verbose: 0});

      const loaded = await savedAndLoaded(model);
      const found = lossHeadOf(loaded);
      expect(found).toBeInstanceOf(EmbeddingsHead);
      expect(found.options).toEqual(head.options);
      const scores = [model, loaded].map((m) => (m.predict(xs) as Tensor2D).dataSync());
      expect(scores[1]).toEqual(scores[0]);

      loaded.compile({optimizer: train.sgd(0.1), loss: found.loss, metrics: [found.accuracy]});
      const results = [model, loaded].map((m) => (m.evaluate(xs, ys) as Tensor[])[0]!.dataSync()[0]);
      expect(results[1]).toBe(results[0]);
      const after = await Promise.all([model, loaded].map((m) => m.trainOnBatch(xs, ys)));
      expect(after[1]).toEqual(after[0]);
    });
  });

  test.each([
    ['an option that it does not know', {newThing: 1}, "unknown option 'newThing'"],
    [
      'a value that it does not know',
      {start: 'newer-start'},
      "start must be one of 'simplex', 'some-normal'",
    ],
  ])('a model saved by a newer version, with %s, says so', async (_what, newer, message) => {
    const {model, head} = compiled(wirings['a Sequential model']!, new ScoresHead({classes}));
    const getConfig = head.getConfig.bind(head);
    head.getConfig = () => ({...getConfig(), ...newer});
    const loading = savedAndLoaded(model);
    await expect(loading).rejects.toThrow(message);
    await expect(loading).rejects.toThrow('by a newer version of the package: update it.');
    await expect(loading).rejects.toBeInstanceOf(OptionError);
  });

  test('a head made from the configuration of another has the same options', () => {
    const head = new ScoresHead({...options, name: 'here', trainable: false, inputShape: [5]});
    const config = head.getConfig();
    const copy = new ScoresHead(config as unknown as typeof options);
    expect(copy.getConfig()).toEqual(config);
    expect(copy.options).toEqual({...options, classes: undefined});
    expect([copy.name, copy.trainable, copy.classes]).toEqual(['here', false, classes]);
    expect(new ScoresHead({classes}).getConfig()).not.toHaveProperty('seed');
  });
});
