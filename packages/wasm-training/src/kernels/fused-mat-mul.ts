import {_FusedMatMul, type _FusedMatMulAttrs} from '@tensorflow/tfjs-core';
import {defineKernel, type TrainingKernel} from '../kernel.js';
import {withPackable} from '../mat-mul.js';

/** The stock product with bias and activation, on a right-hand operand that it packs correctly. */
export const fusedMatMul: TrainingKernel = defineKernel<
  'a' | 'b' | 'bias' | 'preluActivationWeights',
  _FusedMatMulAttrs
>(_FusedMatMul, ({inputs, attrs, backend}, stock) => {
  const {a, b} = inputs;
  const packs = !attrs.transposeA && !attrs.transposeB && a.shape[0] === 1 && b.shape[0] === 1;
  if (!packs) return stock.call(_FusedMatMul, backend, inputs, attrs);
  return withPackable(stock, backend, b, (right) =>
    stock.call(_FusedMatMul, backend, {...inputs, b: right}, attrs),
  );
});
