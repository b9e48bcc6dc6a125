import {Tensor, type Tensor2D, tensor2d} from '@tensorflow/tfjs-core';

/** Embeddings [n, d]: a tensor, or one array of numbers an example. */
export type Embeddings = Tensor | readonly (readonly number[] | Float32Array | Float64Array)[];

/** Embeddings as they were read. */
export interface ReadEmbeddings {
  /** [n, d], the caller's own tensor where one was given. */
  readonly tensor: Tensor2D;
  /** Row by row. */
  readonly values: ArrayLike<number>;
}

/**
 * @param owner for error texts
 * @throws Error where they are no embeddings [n, d] with at least two rows, or an entry is no finite number
 */
export function readEmbeddings(owner: string, embeddings: Embeddings): ReadEmbeddings {
  const tensor = embeddings instanceof Tensor ? embeddings : fromRows(owner, embeddings);
  const [n, d] = tensor.shape as [number, number];
  if (tensor.rank !== 2 || n < 2 || d < 1) {
    throw new Error(
      `${owner}: embeddings must have shape [n, d] with at least 2 examples, but have shape [${tensor.shape}].`,
    );
  }
  const values = tensor.dataSync();
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    throw new Error(
      `${owner}: embeddings must be finite numbers, but embeddings[${Math.floor(wrong / d)}][${wrong % d}] is ${values[wrong]}.`,
    );
  }
  return {tensor: tensor as Tensor2D, values};
}

function fromRows(owner: string, rows: unknown): Tensor2D {
  if (!Array.isArray(rows) || rows.length === 0) {
    throw new Error(
      `${owner}: embeddings must be a tensor [n, d] or an array of rows, but are ${String(rows) || 'empty'}.`,
    );
  }
  const d = rows[0]?.length;
  const wrong = rows.findIndex(
    (row) => !(Array.isArray(row) || ArrayBuffer.isView(row)) || (row as ArrayLike<number>).length !== d,
  );
  if (wrong >= 0) {
    throw new Error(
      `${owner}: embeddings must be rows of the same length, but embeddings[${wrong}] is no row of ${d} numbers.`,
    );
  }
  return tensor2d(
    rows.flatMap((row: ArrayLike<number>) => Array.from(row)),
    [rows.length, d],
  );
}
