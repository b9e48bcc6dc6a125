import type {GivenOptions, LossContext, LossHead, OptionSet} from '@isomargin/core';
import type {LossChoice} from './loss-choice.js';
import {pluginsOf} from './plugin-module.js';

/**
 * The head of a chosen loss.
 *
 * @throws Error where the module has no such loss any more, or the loss refuses the context
 */
export async function makeHead(choice: LossChoice, context: LossContext): Promise<LossHead> {
  const plugin = (await pluginsOf(choice.module)).find(({name}) => name === choice.plugin);
  if (plugin === undefined) throw new Error(`${choice.module} has no loss '${choice.plugin}'.`);
  return plugin.create(choice.settings.options as GivenOptions<OptionSet>, context);
}
