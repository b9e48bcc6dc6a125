import {layers} from '@tensorflow/tfjs-layers';
import {embeddingBlock, heNormal} from '../../../src/backbones/blocks.js';

/** Embeddings are points of a plane, so that they can be drawn as they are. */
const embeddingSize = 2;

const units = {plane: [64, 64, 32], other: [128, 64]} as const;

/** The layers before a loss's head; their weights depend on the seed alone. */
export function networkLayers(shape: readonly number[], seed: number): layers.Layer[] {
  const isImage = shape.length > 1;
  const sizes = shape.length === 1 && shape[0]! <= 2 ? units.plane : units.other;
  return [
    ...(isImage ? [layers.flatten({inputShape: [...shape]})] : []),
    ...sizes.map((size, index) =>
      layers.dense({
        units: size,
        activation: 'relu',
        kernelInitializer: heNormal(seed, `dense ${index}`),
        ...(index === 0 && !isImage ? {inputShape: [...shape]} : {}),
      }),
    ),
    ...embeddingBlock(embeddingSize, seed),
  ];
}
