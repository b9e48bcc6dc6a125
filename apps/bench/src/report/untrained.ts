/** The name under which the untrained backbone stands among the losses of runs: it has no loss, and is no contender. */
export const UNTRAINED = 'untrained';

export const UNTRAINED_TITLE = 'untrained backbone';

/** Whether a run or a row is that of the backbone as it was drawn. */
export function isUntrained({loss}: {readonly loss: string}): boolean {
  return loss === UNTRAINED;
}

/** What the row is, below the tables that have it. */
export const UNTRAINED_NOTE =
  'The untrained backbone has its random first weights and no head; it is judged by the nearest class mean alone, and ranks and tests leave it out.';
