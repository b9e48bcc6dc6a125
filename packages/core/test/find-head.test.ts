import {matMul, mul, type Tensor2D} from '@tensorflow/tfjs-core';
import {input, layers, model as makeModel, type SymbolicTensor, sequential} from '@tensorflow/tfjs-layers';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose} from '../../../tools/testing/numeric.js';
import {embeddingModel, lossHeadOf} from '../src/index.js';
import {classes, dimension, examples, inputs, ScoresHead, wirings} from './test-heads.js';

onEachBackend(() => {
  describe.each(Object.entries(wirings))('%s', (_name, wire) => {
    test('has a head and embeddings', () => {
      const head = new ScoresHead({classes, seed: 1});
      const model = wire(head);
      expect(lossHeadOf(model)).toBe(head);
      const {xs} = examples(4);
      const embeddings = embeddingModel(model).predict(xs) as Tensor2D;
      const [weights] = model.getWeights() as [Tensor2D];
      expectClose(embeddings.dataSync(), matMul(xs, weights).dataSync(), 1e-6);
      const scores = matMul(embeddings, head.getWeights()[0] as Tensor2D);
      expectClose((model.predict(xs) as Tensor2D).dataSync(), scores.dataSync(), 1e-6);
    });

    test('shares its weights with the embedding model', () => {
      const head = new ScoresHead({classes, seed: 1});
      const model = wire(head);
      const toEmbeddings = embeddingModel(model);
      const {xs} = examples(4);
      model.setWeights(model.getWeights().map((w) => mul(w, 2)));
      expectClose(
        (toEmbeddings.predict(xs) as Tensor2D).dataSync(),
        matMul(xs, model.getWeights()[0] as Tensor2D).dataSync(),
        1e-6,
      );
    });
  });

  test('a head that two models share: each has its own embeddings', () => {
    const head = new ScoresHead({classes});
    const [first, second] = [1, 2].map((seed) => {
      const given = input({shape: [inputs]});
      const dense = layers.dense({units: dimension, name: `dense${seed}`});
      return makeModel({inputs: given, outputs: head.apply(dense.apply(given)) as SymbolicTensor});
    });
    for (const model of [first!, second!]) {
      expect(embeddingModel(model).layers.map((layer) => layer.name)).toEqual(
        model.layers.slice(0, -1).map((layer) => layer.name),
      );
    }
  });

  test('a head under other layers, beside models without a head', () => {
    const head = new ScoresHead({classes});
    const backbone = sequential({layers: [layers.dense({units: dimension, inputShape: [inputs]})]});
    const after = sequential({layers: [layers.softmax({inputShape: [classes]})]});
    const model = sequential({layers: [backbone, head, after]});
    expect(lossHeadOf(model)).toBe(head);
    expect(embeddingModel(model).outputs[0]!.shape).toEqual([null, dimension]);
  });

  test('a model without a head', () => {
    const model = sequential({
      name: 'plain',
      layers: [layers.dense({units: 2, inputShape: [3], name: 'only'})],
    });
    const text = "The model 'plain' has no loss head; its layers are only.";
    expect(() => lossHeadOf(model)).toThrow(text);
    expect(() => embeddingModel(model)).toThrow(text);
  });
});
