import type {LossHead} from '@isomargin/core';
import {type Sequential, sequential} from '@tensorflow/tfjs-layers';
import type {Backbone} from '../backbones/backbone.js';
import {protocol} from './protocol.js';

/** The backbone with a head on it. The backbone's weights depend on the seed alone, not on the head. */
export function buildModel(
  backbone: Backbone,
  shape: readonly number[],
  head: LossHead,
  seed: number,
): Sequential {
  return sequential({layers: [...backbone.layers(shape, protocol.embeddingSize, seed), head]});
}
