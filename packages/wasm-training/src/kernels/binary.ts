import {
  Add,
  Equal,
  Greater,
  GreaterEqual,
  Less,
  LessEqual,
  LogicalAnd,
  LogicalOr,
  Maximum,
  Minimum,
  Multiply,
  NotEqual,
  RealDiv,
  Sub,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import {valuesOf, type WasmBackend} from '../backend.js';
import {type BinaryLoop, broadcast} from '../broadcast.js';
import {defineKernel, type TrainingKernel} from '../kernel.js';
import {type BinaryName, vectorized} from '../simd/vectorized.js';

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

/** An operation on float32 operands by a vectorized loop, on others or where there is none by `otherwise`. */
function byVectors(otherwise: TrainingKernel, loop: BinaryName): TrainingKernel {
  return {
    name: otherwise.name,
    create(stock) {
      const other = otherwise.create(stock);
      return (call) => {
        const {a, b} = call.inputs as {a: TensorInfo; b: TensorInfo};
        const backend = call.backend as WasmBackend;
        const loops = a.dtype === 'float32' && b.dtype === 'float32' ? stock.loops(backend) : undefined;
        return loops ? vectorized(loops[loop], backend, a, b) : other(call);
      };
    },
  };
}

function stockKernel(name: string): TrainingKernel {
  return defineKernel<'a' | 'b', object>(name, ({inputs: {a, b}, backend}, stock) =>
    stock.call(name, backend, {a, b}),
  );
}

/**
 * Comparisons, logic and extrema, whose stock kernels compute indices for every element; arithmetic, whose stock kernels take
 * longer to call than to run on small tensors.
 */
export const binaryKernels: readonly TrainingKernel[] = [
  byVectors(stockKernel(Add), 'add'),
  byVectors(stockKernel(Multiply), 'mul'),
  byVectors(stockKernel(RealDiv), 'div'),
  byVectors(stockKernel(Sub), 'sub'),
  binary(Equal, equal, 'bool'),
  binary(Greater, greater, 'bool'),
  binary(GreaterEqual, greaterEqual, 'bool'),
  binary(Less, less, 'bool'),
  binary(LessEqual, lessEqual, 'bool'),
  binary(LogicalAnd, logicalAnd, 'bool'),
  binary(LogicalOr, logicalOr, 'bool'),
  byVectors(binary(Maximum, maximum, 'same'), 'max'),
  byVectors(binary(Minimum, minimum, 'same'), 'min'),
  binary(NotEqual, notEqual, 'bool'),
];
