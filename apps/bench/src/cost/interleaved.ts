/** Something whose time is taken. */
export interface Timed {
  /** What must not be counted: fresh inputs, for example. */
  readonly prepare: () => void;
  readonly run: () => void | Promise<void>;
}

/** Rounds before the clock counts: the engine compiles, caches fill. */
const WARM_UP = 3;

/**
 * Median times of several things, each run once in every round so that whatever else the machine does falls on all alike.
 *
 * @param rounds that are counted
 * @param warmUp rounds before them
 * @returns milliseconds, in order
 */
export async function medianTimes(
  things: readonly Timed[],
  rounds: number,
  warmUp: number = WARM_UP,
): Promise<number[]> {
  const times = things.map((): number[] => []);
  for (let round = -warmUp; round < rounds; round++) {
    for (const [index, {prepare, run}] of things.entries()) {
      prepare();
      const start = performance.now();
      await run();
      if (round >= 0) times[index]!.push(performance.now() - start);
    }
  }
  return times.map(median);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
