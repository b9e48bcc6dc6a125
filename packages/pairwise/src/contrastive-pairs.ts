import type {Judged} from './loss-of-pairs.js';

/** Which mean over the pairs of a batch the loss is. */
export type PairAverage = 'all' | 'kinds' | 'active';

/**
 * Contrastive losses of all pairs of a batch: of each example's pairs those shares whose mean over the batch is the
 * chosen mean over the pairs.
 *
 * @param squared D², [batch · batch]
 * @param classOf [batch]
 */
export function contrastiveOfPairs(
  squared: Float64Array,
  classOf: Int32Array,
  margin: number,
  average: PairAverage,
): Judged {
  const batch = classOf.length;
  // Of each example's pairs of one class, and of those of two.
  const sums = [new Float64Array(batch), new Float64Array(batch)] as const;
  const [all, active] = [
    [0, 0],
    [0, 0],
  ] as [[number, number], [number, number]];
  const slopes = new Float64Array(squared.length);
  for (let i = 0; i < batch; i++) {
    for (let j = 0; j < batch; j++) {
      if (i === j) continue;
      const at = i * batch + j;
      const kind = classOf[i] === classOf[j] ? 0 : 1;
      const distance = Math.sqrt(squared[at]!);
      const gap = Math.max(0, margin - distance);
      const loss = kind === 0 ? squared[at]! : gap * gap;
      sums[kind][i]! += loss;
      all[kind]++;
      if (loss > 0) active[kind]++;
      // A distance of 0 has no derivative: it counts as 0.
      slopes[at] = kind === 0 ? 1 : distance === 0 ? 0 : -gap / distance;
    }
  }
  const shares = sharesOf(average, batch, all, active);
  for (let at = 0; at < slopes.length; at++) {
    const kind = classOf[Math.floor(at / batch)] === classOf[at % batch] ? 0 : 1;
    slopes[at]! *= shares[kind];
  }
  return {losses: sums[0].map((same, i) => shares[0] * same + shares[1] * sums[1][i]!), slopes};
}

/** What the losses of pairs of one class, and those of pairs of two, are multiplied by. */
function sharesOf(
  average: PairAverage,
  batch: number,
  all: readonly [number, number],
  active: readonly [number, number],
): [number, number] {
  if (average === 'all') {
    const share = 1 / Math.max(1, batch - 1);
    return [share, share];
  }
  const [same, different] = average === 'kinds' ? all : active;
  return [batch / Math.max(1, same), batch / Math.max(1, different)];
}
