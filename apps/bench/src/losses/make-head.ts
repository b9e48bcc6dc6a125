import {type GivenOptions, type LossContext, LossHead, type OptionSet} from '@isomargin/core';
import {HEAD_LEARNING_RATE} from './head-learning-rate.js';
import type {LossChoice} from './loss-choice.js';
import {pluginsOf} from './plugin-module.js';

/**
 * The head of a chosen loss.
 *
 * @throws Error where the module has no such loss any more, makes something else than a head, or the loss
 *   refuses the context
 */
export async function makeHead(choice: LossChoice, context: LossContext): Promise<LossHead> {
  const plugin = (await pluginsOf(choice.module)).find(({name}) => name === choice.plugin);
  if (plugin === undefined) throw new Error(`${choice.module} has no loss '${choice.plugin}'.`);
  const {[HEAD_LEARNING_RATE]: _, ...options} = choice.settings.options;
  const head: unknown = plugin.create(options as GivenOptions<OptionSet>, context);
  if (head instanceof LossHead) return head;
  throw new Error(
    `${choice.settings.name}: its create() returns no LossHead of the @isomargin/core that the benchmark uses. Does it bring a copy of its own?`,
  );
}
