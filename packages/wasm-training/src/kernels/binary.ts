import {
  Equal,
  Greater,
  GreaterEqual,
  Less,
  LessEqual,
  LogicalAnd,
  LogicalOr,
  Maximum,
  Minimum,
  NotEqual,
} from '@tensorflow/tfjs-core';
import {valuesOf} from '../backend.js';
import {type BinaryLoop, broadcast} from '../broadcast.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';

// Every loop is written out: one loop over a function per element would call it through a pointer. And no
// `? 1 : 0`, which compiles to a branch that is mispredicted for every other element.

const greater: BinaryLoop = (out, at, a, atA, stepA, b, atB, stepB, count) => {
  for (let i = 0; i < count; i++) {
    out[at + i] = +((a[atA + i * stepA] as number) > (b[atB + i * stepB] as number));
  }
};

const greaterEqual: BinaryLoop = (out, at, a, atA, stepA, b, atB, stepB, count) => {
  for (let i = 0; i < count; i++) {
    out[at + i] = +((a[atA + i * stepA] as number) >= (b[atB + i * stepB] as number));
  }
};

const less: BinaryLoop = (out, at, a, atA, stepA, b, atB, stepB, count) => {
  for (let i = 0; i < count; i++) {
    out[at + i] = +((a[atA + i * stepA] as number) < (b[atB + i * stepB] as number));
  }
};

const lessEqual: BinaryLoop = (out, at, a, atA, stepA, b, atB, stepB, count) => {
  for (let i = 0; i < count; i++) {
    out[at + i] = +((a[atA + i * stepA] as number) <= (b[atB + i * stepB] as number));
  }
};

const equal: BinaryLoop = (out, at, a, atA, stepA, b, atB, stepB, count) => {
  for (let i = 0; i < count; i++) out[at + i] = +(a[atA + i * stepA] === b[atB + i * stepB]);
};

const notEqual: BinaryLoop = (out, at, a, atA, stepA, b, atB, stepB, count) => {
  for (let i = 0; i < count; i++) out[at + i] = +(a[atA + i * stepA] !== b[atB + i * stepB]);
};

const logicalAnd: BinaryLoop = (out, at, a, atA, stepA, b, atB, stepB, count) => {
  for (let i = 0; i < count; i++)
    out[at + i] = (a[atA + i * stepA] as number) & (b[atB + i * stepB] as number);
};

const logicalOr: BinaryLoop = (out, at, a, atA, stepA, b, atB, stepB, count) => {
  for (let i = 0; i < count; i++)
    out[at + i] = (a[atA + i * stepA] as number) | (b[atB + i * stepB] as number);
};

const maximum: BinaryLoop = (out, at, a, atA, stepA, b, atB, stepB, count) => {
  for (let i = 0; i < count; i++) {
    out[at + i] = Math.max(a[atA + i * stepA] as number, b[atB + i * stepB] as number);
  }
};

const minimum: BinaryLoop = (out, at, a, atA, stepA, b, atB, stepB, count) => {
  for (let i = 0; i < count; i++) {
    out[at + i] = Math.min(a[atA + i * stepA] as number, b[atB + i * stepB] as number);
  }
};

function binary(name: string, loop: BinaryLoop, result: 'bool' | 'same'): TrainingKernel {
  return defineKernel<'a' | 'b', object>(name, ({inputs: {a, b}, backend}, stock) => {
    if (a.dtype !== b.dtype || a.dtype === 'string' || a.dtype === 'complex64') {
      return stock.call(name, backend, {a, b});
    }
    const {shape, run} = broadcast(a.shape, b.shape);
    const out = backend.makeOutput(shape, result === 'bool' ? 'bool' : a.dtype);
    run(loop, valuesOf(backend, out), valuesOf(backend, a), valuesOf(backend, b));
    return out;
  });
}

/** Comparisons, logic and extrema, whose stock kernels compute indices for every element. */
export const binaryKernels: readonly TrainingKernel[] = [
  binary(Equal, equal, 'bool'),
  binary(Greater, greater, 'bool'),
  binary(GreaterEqual, greaterEqual, 'bool'),
  binary(Less, less, 'bool'),
  binary(LessEqual, lessEqual, 'bool'),
  binary(LogicalAnd, logicalAnd, 'bool'),
  binary(LogicalOr, logicalOr, 'bool'),
  binary(Maximum, maximum, 'same'),
  binary(Minimum, minimum, 'same'),
  binary(NotEqual, notEqual, 'bool'),
];
