// The hinge losses in float64 with plain loops, as the two papers state them.

import type {ScoresOracle} from '../../../tools/testing/linear-loss.js';

export interface HingeSettings {
  readonly variant: 'crammer-singer' | 'weston-watkins';
  readonly squared: boolean;
  readonly margin: number;
}

export function hingeOracle({variant, squared, margin}: HingeSettings): ScoresOracle {
  return (scores, labels, classes) =>
    labels.map((y, i) => {
      const own = scores[i * classes + y]!;
      const hinges: number[] = [];
      for (let j = 0; j < classes; j++) {
        if (j !== y) hinges.push(Math.max(0, margin + scores[i * classes + j]! - own));
      }
      const judged = variant === 'crammer-singer' ? [Math.max(...hinges)] : hinges;
      return judged.reduce((sum, v) => sum + (squared ? v * v : v), 0);
    });
}
