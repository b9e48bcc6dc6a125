import {cast, oneHot, type Tensor1D, type Tensor2D, tidy} from '@tensorflow/tfjs-core';

/**
 * One-hot rows in float32. The ones are made as integers and cast, because the wasm backend's float kernel
 * returns garbage.
 *
 * @param labels [batch] int32 in [0, classes)
 * @returns [batch, classes]
 */
export function oneHotFloat(labels: Tensor1D, classes: number): Tensor2D {
  return tidy(() => cast(oneHot(labels, classes), 'float32') as Tensor2D);
}
