import {layers} from '@tensorflow/tfjs-layers';
import type {Backbone} from './backbone.js';
import {embeddingBlock, heNormal} from './blocks.js';

const UNITS = [256, 128];

/** A multi-layer perceptron: 256 and 128 rectified units, then the embedding. */
export const mlp: Backbone = {
  name: 'mlp',
  description: [
    'flatten',
    ...UNITS.map((units) => `dense ${units}, relu`),
    'dense 64 without bias, batch normalisation (momentum 0.9): the embedding',
  ],
  layers: (shape, embeddingSize, seed) => [
    layers.flatten({inputShape: [...shape]}),
    ...UNITS.map((units, index) =>
      layers.dense({units, activation: 'relu', kernelInitializer: heNormal(seed, `dense ${index}`)}),
    ),
    ...embeddingBlock(embeddingSize, seed),
  ],
};
