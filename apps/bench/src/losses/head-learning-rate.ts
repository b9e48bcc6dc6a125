import {number, type Option} from '@isomargin/core';

/** The option by which the benchmark sets it, beside those that a loss declares. */
export const HEAD_LEARNING_RATE = 'headLearningRate';

/**
 * How fast the head's own weights learn. What suits the rows of a softmax need not suit prototypes or centres, so that every loss
 * is tuned by it alike.
 */
export const headLearningRate: Option<number> = number({
  default: 1,
  above: 0,
  search: {low: 0.1, high: 10, scale: 'log'},
  description:
    "How many times the benchmark's learning rate is taken for the head's own weights; of every loss, set by the benchmark.",
});
