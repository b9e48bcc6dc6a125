import type {Examples} from '../../../src/examples.js';

/** What the losses learn: training examples, of some classes few, and test examples that are as many of each. */
export interface Task {
  /** In a few words, for people. */
  readonly description: string;
  readonly train: Examples;
  readonly test: Examples;
  /** Training examples of each class, before labels were made wrong. */
  readonly counts: readonly number[];
  readonly rare: readonly boolean[];
}
