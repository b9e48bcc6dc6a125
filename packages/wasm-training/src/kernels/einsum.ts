import {backend_util, Einsum, type EinsumAttrs, Sum, type TensorInfo, Transpose} from '@tensorflow/tfjs-core';
import {reshaped, type WasmBackend} from '../backend.js';
import {batchedMatMul} from '../batched-mat-mul.js';
import {defineKernel, type Stock, type TrainingKernel} from '../kernel.js';
import {Scratch} from '../scratch.js';

/** An operand with the label of each of its axes; labels below the rank of the output are the output's axes. */
interface Operand {
  tensor: TensorInfo;
  labels: number[];
}

/**
 * `einsum` of one or two operands as one batched matrix product: labels in both operands and the output are the
 * batch, labels in both and not in the output are contracted, the others are rows or columns.
 */
export const einsum: TrainingKernel = defineKernel<string, EinsumAttrs>(
  Einsum,
  ({inputs, attrs: {equation}, backend}, stock) => {
    const tensors = Object.values(inputs);
    const {allDims, idDims} = backend_util.decodeEinsumEquation(equation, tensors.length);
    backend_util.checkEinsumDimSizes(allDims.length, idDims, tensors as never);
    const output = (equation.split('->')[1] ?? '').replace(/\s/g, '');
    if (new Set(output).size !== output.length) {
      throw new Error(`einsum: the output of '${equation}' has a label twice.`);
    }
    for (const {dtype} of tensors) {
      if (dtype !== 'float32')
        throw new Error(`einsum: operands must be float32 on the wasm backend, not ${dtype}.`);
    }
    const rank = output.length;
    const scratch = new Scratch(backend);
    try {
      const operands = tensors.map((tensor, index) => {
        const others = idDims.filter((_, other) => other !== index).flat();
        return sumOut(
          {tensor, labels: idDims[index] as number[]},
          (label) => label >= rank && !others.includes(label),
        );
      });
      const [left, right] = operands as [Operand, Operand | undefined];
      const {tensor, labels} = right ? contract(left, right) : left;
      const order = Array.from({length: rank}, (_, label) => labels.indexOf(label));
      return transposed(stock, backend, tensor, order);

      function sumOut({tensor, labels}: Operand, away: (label: number) => boolean): Operand {
        const axis = labels.flatMap((label, at) => (away(label) ? [at] : []));
        if (axis.length === 0) return {tensor, labels};
        const sum = scratch.release(stock.call(Sum, backend, {x: tensor}, {axis, keepDims: false}));
        return {tensor: sum, labels: labels.filter((label) => !away(label))};
      }

      function contract(a: Operand, b: Operand): Operand {
        const shared = a.labels.filter((label) => b.labels.includes(label));
        const batch = shared.filter((label) => label < rank);
        const summed = shared.filter((label) => label >= rank);
        const rows = a.labels.filter((label) => !shared.includes(label));
        const columns = b.labels.filter((label) => !shared.includes(label));
        const product = batchedMatMul(
          stock,
          backend,
          scratch.release(grouped(a, [batch, rows, summed])),
          scratch.release(grouped(b, [batch, summed, columns])),
          false,
          false,
        );
        const size = (label: number): number =>
          (a.labels.includes(label)
            ? a.tensor.shape[a.labels.indexOf(label)]
            : b.tensor.shape[b.labels.indexOf(label)]) ?? 1;
        const all = [...batch, ...rows, ...columns];
        return {tensor: scratch.release({...product, shape: all.map(size)}), labels: all};
      }

      /** The operand with its axes brought into groups of labels, one axis for each group. */
      function grouped({tensor, labels}: Operand, groups: number[][]): TensorInfo {
        const ordered = transposed(
          stock,
          backend,
          tensor,
          groups.flat().map((label) => labels.indexOf(label)),
        );
        const shape = groups.map((group) =>
          group.reduce((size, label) => size * (tensor.shape[labels.indexOf(label)] as number), 1),
        );
        return {...ordered, shape};
      }
    } finally {
      scratch.dispose();
    }
  },
);

function transposed(stock: Stock, backend: WasmBackend, x: TensorInfo, perm: number[]): TensorInfo {
  if (perm.every((from, to) => from === to)) return reshaped(backend, x, x.shape);
  return stock.call(Transpose, backend, {x}, {perm});
}
