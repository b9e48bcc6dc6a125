/** 0.1 as '10%', for names that are typed in a shell. */
export function percent(fraction: number): string {
  return `${Number((100 * fraction).toPrecision(6))}%`;
}
