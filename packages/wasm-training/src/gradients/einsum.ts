import {broadcastTo, Einsum, type EinsumAttrs, einsum, reshape, type Tensor} from '@tensorflow/tfjs-core';
import type {TrainingGradient} from '../gradient.js';

/** The gradient of `einsum`, which is an `einsum` of the other operand and the output's gradient. */
export const einsumGradient: TrainingGradient = {
  kind: 'missing',
  config: {
    kernelName: Einsum,
    saveAllInputs: true,
    gradFunc: (dy, saved, attrs) => {
      const {equation} = attrs as unknown as EinsumAttrs;
      const [inputs, output] = equation.replace(/\s/g, '').split('->') as [string, string];
      const terms = inputs.split(',');
      const gradient = (index: number): Tensor => {
        const labels = [...(terms[index] as string)];
        const shape = (saved[index] as Tensor).shape;
        const others = saved.filter((_, other) => other !== index);
        const otherTerms = terms.filter((_, other) => other !== index);
        // A label of this operand alone was summed over: every element along it has the same gradient.
        const known = labels.filter((label) => output.includes(label) || otherTerms.join('').includes(label));
        const part = einsum(
          `${[output, ...otherTerms].join(',')}->${known.join('')}`,
          dy as Tensor,
          ...others,
        );
        if (known.length === labels.length) return part;
        const expanded = labels.map((label, axis) => (known.includes(label) ? (shape[axis] as number) : 1));
        return broadcastTo(reshape(part, expanded), shape as [number]);
      };
      return Object.fromEntries(terms.map((_, index) => [String(index), () => gradient(index)]));
    },
  },
};
