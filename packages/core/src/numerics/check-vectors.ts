import type {Tensor} from '@tensorflow/tfjs-core';

/**
 * Checks that two sets of vectors have the same number of coordinates.
 *
 * @param owner whose arguments they are, for the error text
 * @param vectors by name, the first one's width being what is expected
 * @throws Error naming both shapes
 */
export function checkSameWidth(owner: string, vectors: Readonly<Record<string, Tensor>>): void {
  const entries = Object.entries(vectors);
  const width = entries[0]![1].shape[1];
  if (entries.every(([, {rank, shape}]) => rank === 2 && shape[1] === width)) return;
  const shown = entries.map(([name, {shape}]) => `${name} [${shape}]`);
  throw new Error(
    `${owner}: needs matrices with one number of columns, but the shapes are ${shown.join(' and ')}.`,
  );
}
