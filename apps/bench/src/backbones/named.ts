import type {Backbone} from './backbone.js';
import {cnn} from './cnn.js';
import {mlp} from './mlp.js';

/** Those that come with the benchmark, as they are typed. */
export const backbones: readonly Backbone[] = [mlp, cnn];

/** Undefined where there is none of this name. */
export function namedBackbone(name: string): Backbone | undefined {
  return backbones.find((backbone) => backbone.name === name);
}
