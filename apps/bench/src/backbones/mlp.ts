import {layers} from '@tensorflow/tfjs-layers';
import type {Backbone} from './backbone.js';
import {embeddingBlock, heNormal} from './blocks.js';

type Layer = layers.Layer;

const UNITS = [256, 128];

const description = [
  ...UNITS.map((units) => `dense ${units}, relu`),
  'dense 64 without bias, batch normalisation (momentum 0.9): the embedding',
];

/** @param inputShape where nothing stands before these layers */
function denseLayers(embeddingSize: number, seed: number, inputShape?: readonly number[]): Layer[] {
  const dense = UNITS.map((units, index) =>
    layers.dense({
      units,
      activation: 'relu',
      kernelInitializer: heNormal(seed, `dense ${index}`),
      ...(index === 0 && inputShape !== undefined ? {inputShape: [...inputShape]} : {}),
    }),
  );
  return [...dense, ...embeddingBlock(embeddingSize, seed)];
}

/** A multi-layer perceptron on the pixels of an image: 256 and 128 rectified units, then the embedding. */
export const mlp: Backbone = {
  name: 'mlp',
  description: ['flatten', ...description],
  layers: (shape, embeddingSize, seed) => [
    layers.flatten({inputShape: [...shape]}),
    ...denseLayers(embeddingSize, seed),
  ],
};

/** The same on the columns of a table. */
export const tableMlp: Backbone = {
  name: 'table mlp',
  description,
  layers: (shape, embeddingSize, seed) => denseLayers(embeddingSize, seed, shape),
};
