/** The numbers of a tensor, as a backend hands them out. */
export type TensorData = Float32Array | Int32Array | Uint8Array;

/** What is used of the `TensorBuffer` of TensorFlow.js. */
export interface TensorValues {
  readonly values: TensorData | string[];
  toTensor(): TensorLike;
}

/**
 * What is used of a tensor: any `Tensor` of TensorFlow.js fits. It is described here and not imported, so that whoever
 * gives arrays needs no TensorFlow.js.
 */
export interface TensorLike {
  readonly shape: readonly number[];
  readonly dtype: string;
  bufferSync(): TensorValues;
  buffer(): Promise<TensorValues>;
  dispose(): void;
}

export function isTensor(value: unknown): value is TensorLike {
  return (
    typeof value === 'object' &&
    value !== null &&
    'bufferSync' in value &&
    typeof value.bufferSync === 'function' &&
    'shape' in value
  );
}

/** Makes a tensor of the type of another one, in the same copy of TensorFlow.js: through the class of its buffer. */
export function tensorLike(
  {dtype}: TensorLike,
  buffer: TensorValues,
  values: TensorData | string[],
  shape: readonly number[],
): TensorLike {
  const Values = buffer.constructor as new (
    shape: readonly number[],
    dtype: string,
    values: TensorData | string[],
  ) => TensorValues;
  return new Values(shape, dtype, values).toTensor();
}
