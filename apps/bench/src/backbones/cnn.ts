import {layers} from '@tensorflow/tfjs-layers';
import type {Backbone} from './backbone.js';
import {batchNormalization, embeddingBlock, heNormal} from './blocks.js';

const FILTERS = [8, 16, 32];

/** A small convolutional network: three blocks that halve the image, then the embedding. */
export const cnn: Backbone = {
  name: 'cnn',
  description: [
    ...FILTERS.map(
      (filters) => `convolution 3 x 3, ${filters} filters, batch normalisation, relu, max pooling 2 x 2`,
    ),
    'flatten',
    'dense 64 without bias, batch normalisation (momentum 0.9): the embedding',
  ],
  layers: (shape, embeddingSize, seed) => [
    ...FILTERS.flatMap((filters, index) => [
      layers.conv2d({
        filters,
        kernelSize: 3,
        padding: 'same',
        useBias: false, // Batch normalisation has one.
        kernelInitializer: heNormal(seed, `convolution ${index}`),
        ...(index === 0 ? {inputShape: [...shape]} : {}),
      }),
      batchNormalization(),
      layers.activation({activation: 'relu'}),
      layers.maxPooling2d({poolSize: 2}),
    ]),
    layers.flatten(),
    ...embeddingBlock(embeddingSize, seed),
  ],
};
