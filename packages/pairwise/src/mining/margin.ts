/** Margin m of max(0, D(a,p) − D(a,n) + m), or 'soft' for log(1 + exp(D(a,p) − D(a,n))). */
export type Margin = number | 'soft';

/** Loss of a triplet. @param gap D(a,p) − D(a,n) */
export function lossOf(gap: number, margin: Margin): number {
  if (margin === 'soft') return Math.max(0, gap) + Math.log1p(Math.exp(-Math.abs(gap)));
  return Math.max(0, gap + margin);
}

/** Its derivative with respect to the gap. */
export function slopeOf(gap: number, margin: Margin): number {
  if (margin === 'soft') return 1 / (1 + Math.exp(-gap));
  return gap + margin > 0 ? 1 : 0;
}
