import {type TensorInfo, Transpose, type TransposeAttrs} from '@tensorflow/tfjs-core';
import {defineKernel, type TrainingKernel} from '../kernel.js';
import {transposed} from '../simd/transposed.js';

/** `transpose`, vectorized where the last two axes change places. */
export const transpose: TrainingKernel = defineKernel<'x', TransposeAttrs>(
  Transpose,
  ({inputs: {x}, attrs: {perm}, backend}, stock) => {
    const loops = swapsLastTwo(x, perm) ? stock.loops(backend) : undefined;
    return loops ? transposed(loops, backend, x) : stock.call(Transpose, backend, {x}, {perm});
  },
);

function swapsLastTwo({dtype, shape}: TensorInfo, perm: number[]): boolean {
  const last = shape.length - 1;
  return (
    dtype === 'float32' &&
    last >= 1 &&
    perm.every((from, to) => from === (to === last ? last - 1 : to === last - 1 ? last : to))
  );
}
