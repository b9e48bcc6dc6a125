import {normal, randomStreams, uniformBelow} from '../src/random.js';

/** Rows of overlapping normal classes, in random order. */
export function randomTable(
  sizes: readonly number[],
  columns: number,
  seed: number,
): {X: number[][]; y: number[]} {
  const random = randomStreams(seed, 1)[0]!;
  const examples = sizes.flatMap((size, label) =>
    Array.from({length: size}, () => ({
      label,
      row: Array.from({length: columns}, () => normal(random) + label),
    })),
  );
  for (let i = examples.length - 1; i > 0; --i) {
    const j = uniformBelow(random, i + 1);
    [examples[i], examples[j]] = [examples[j]!, examples[i]!];
  }
  return {X: examples.map(({row}) => row), y: examples.map(({label}) => label)};
}
