import type {LossPlugin} from '@isomargin/core';
import {manifest} from '../manifest.js';
import {pluginsOf} from './plugin-module.js';

/** A loss that comes with the benchmark, and the package that it is in. */
export interface BuiltInLoss {
  readonly module: string;
  readonly plugin: LossPlugin;
}

/** Every loss of the packages that this one depends on: whatever exports `plugins` is a loss package. */
export async function builtInLosses(): Promise<BuiltInLoss[]> {
  const modules = Object.keys(manifest.dependencies).filter((name) => name.startsWith('@isomargin/'));
  const losses = await Promise.all(
    modules.map(async (module) => (await pluginsOf(module)).map((plugin) => ({module, plugin}))),
  );
  return losses.flat();
}
