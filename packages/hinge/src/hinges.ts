import {withGradient} from '@isomargin/core';
import {
  add,
  div,
  max,
  mul,
  relu,
  reshape,
  square,
  step,
  sub,
  sum,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';

/** How the hinges of the wrong classes become one loss. */
export type HingeVariant = 'crammer-singer' | 'weston-watkins';

/** What a hinge loss is made of. */
export interface Hinge {
  readonly variant: HingeVariant;
  readonly squared: boolean;
  /** > 0 */
  readonly margin: number;
}

/** Puts the own class below all others: a score is never so large, and the difference never overflows. */
const FAR_BELOW = 1e38;

/**
 * Multi-class hinge loss of each example from its scores. With several wrong classes at the same highest score, the
 * subgradient of Crammer–Singer is shared equally among them.
 *
 * @param scores [batch, classes], of magnitude below 1e30
 * @param oneHot [batch, classes]; not differentiated
 * @returns [batch]
 */
export function hinges(scores: Tensor2D, oneHot: Tensor2D, {variant, squared, margin}: Hinge): Tensor1D {
  return withGradient([scores], ([s], save) => {
    // How far each wrong class is above the own one; the difference first, so that the margin survives large scores.
    const leads = tidy(() => {
      const own = sum(mul(s, oneHot), 1, true);
      return sub(sub(s, own), mul(oneHot, FAR_BELOW)) as Tensor2D;
    });
    const judged = variant === 'crammer-singer' ? (max(leads, 1, true) as Tensor2D) : leads;
    const active = tidy(() => relu(add(judged, margin)));
    save(variant === 'crammer-singer' ? [active, oneHot, leads, judged] : [active, oneHot]);
    return {
      value: tidy(() => sum(squared ? square(active) : active, 1) as Tensor1D),
      gradient: (dy, [savedActive, savedOneHot, savedLeads, highest]) => {
        const slope = squared ? add(savedActive!, savedActive!) : step(savedActive!);
        const ofJudged = mul(slope, reshape(dy, [-1, 1]));
        const ofOthers = savedLeads === undefined ? ofJudged : mul(shares(savedLeads, highest!), ofJudged);
        return [sub(ofOthers, mul(savedOneHot!, sum(ofJudged, 1, true)))];
      },
    };
  });
}

/** 1 at each row's highest entry, and 1/n where n entries are equally high. */
function shares(leads: Tensor, highest: Tensor): Tensor {
  return tidy(() => {
    const isHighest = sub(1, step(sub(highest, leads)));
    return div(isHighest, sum(isHighest, 1, true));
  });
}
