import {Callback} from '@tensorflow/tfjs-layers';
import type {AffinityHead} from './affinity-head.js';
import {choiceLine, explainChoices} from './explain-choices.js';

class ChoiceLog extends Callback {}

/** Choices that become clear in the course of an epoch. */
const byCounts: readonly string[] = ['classCounts', 'countMargin', 'countWeight'];

/**
 * A callback for `fit` that writes every automatic choice of the head once, on a line of its own: what the first training batch
 * decides as soon as it has, and what counts make of margins and weights after the first epoch. A head that had its place before (a loaded
 * model, a second `fit`) chose then, and nothing is written; `explainChoices` tells it at any time.
 *
 *     await model.fit(xs, ys, {callbacks: logChoices(head)});
 *
 * @param write what is done with a line
 */
export function logChoices(head: AffinityHead, write: (line: string) => void = console.log): Callback {
  let choosesNow = false;
  const written = new Set<string>();
  const writeChoices = (counts: boolean): void => {
    if (!choosesNow || !head.choices.placed) return;
    for (const choice of explainChoices(head)) {
      const {option, automatic} = choice;
      if (!automatic || written.has(option) || (!counts && byCounts.includes(option))) continue;
      written.add(option);
      write(choiceLine(choice));
    }
  };
  // As properties of the object, because tfjs takes methods off those callbacks that stand in a list with plain objects.
  return Object.assign(new ChoiceLog(), {
    onTrainBegin: async () => {
      choosesNow ||= !head.choices.placed;
    },
    // Before the second batch, and not after the first: then tfjs would read the loss back in every step.
    onBatchBegin: async () => {
      if (written.size === 0) writeChoices(false);
    },
    onEpochEnd: async () => writeChoices(true),
  });
}
