import {initializers, layers} from '@tensorflow/tfjs-layers';
import {seedOf} from '../random.js';

type Layer = layers.Layer;

/** How much of the moving averages a step keeps; tfjs's 0.99 lags too far behind in a training of few steps. */
const MOMENTUM = 0.9;

export function heNormal(seed: number, layer: string): ReturnType<typeof initializers.heNormal> {
  return initializers.heNormal({seed: seedOf(seed, 'weights', layer)});
}

/** A linear layer and batch normalisation: the last block of every backbone. */
export function embeddingBlock(embeddingSize: number, seed: number): Layer[] {
  return [
    layers.dense({
      units: embeddingSize,
      useBias: false, // Batch normalisation has one.
      kernelInitializer: heNormal(seed, 'embedding'),
    }),
    batchNormalization(),
  ];
}

export function batchNormalization(): Layer {
  return layers.batchNormalization({momentum: MOMENTUM});
}
