import {tidy} from '@tensorflow/tfjs-core';

/** What `compute` returns, after the tensors that it made are disposed; it must hold none of them. */
export function tidied<T>(compute: () => T): T {
  let result!: T;
  tidy(() => {
    result = compute();
  });
  return result;
}
