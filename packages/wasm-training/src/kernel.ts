import type {DataId, KernelConfig, NamedAttrMap, NamedTensorInfoMap, TensorInfo} from '@tensorflow/tfjs-core';
import type {WasmBackend} from './backend.js';
import {type VectorLoops, vectorLoopsOf} from './simd/loops.js';

/** What the kernels of one `enableWasmTraining` share. */
export interface Stock {
  /** Calls a kernel as the backend had it before this package replaced any. */
  call(
    name: string,
    backend: WasmBackend,
    inputs: Record<string, TensorInfo | undefined> | TensorInfo[],
    attrs?: object,
  ): TensorInfo;
  /** The shape [k, n] under which the backend has packed the data of a right-hand operand. */
  packedShapes: WeakMap<DataId, string>;
  /** The vectorized loops on the backend's heap, where they can be had. */
  loops(backend: WasmBackend): VectorLoops | undefined;
}

/** What a kernel is called with. */
interface KernelCall<I extends string, A> {
  inputs: Record<I, TensorInfo>;
  attrs: A;
  backend: WasmBackend;
}

/** A kernel of this package: a new one, or one that replaces the stock kernel of the same name. */
export interface TrainingKernel {
  name: string;
  create(stock: Stock): KernelConfig['kernelFunc'];
}

/** Declares a kernel with the names of its inputs and its attributes, which tfjs's registry does not keep. */
export function defineKernel<I extends string, A>(
  name: string,
  run: (call: KernelCall<I, A>, stock: Stock) => TensorInfo,
): TrainingKernel {
  return {
    name,
    create:
      (stock) =>
      ({inputs, attrs, backend}) =>
        run(
          {inputs: inputs as Record<I, TensorInfo>, attrs: attrs as A, backend: backend as WasmBackend},
          stock,
        ),
  };
}

/** The stock kernels that `lookup` finds at the time of each call. */
export function stockOf(lookup: (name: string) => KernelConfig | undefined): Stock {
  const loops = new WeakMap<WasmBackend, {of: VectorLoops | undefined}>();
  return {
    packedShapes: new WeakMap(),
    loops(backend) {
      let found = loops.get(backend);
      if (found === undefined) {
        found = {of: vectorLoopsOf(backend)};
        loops.set(backend, found);
      }
      return found.of;
    },
    call(name, backend, inputs, attrs = {}) {
      const config = lookup(name);
      if (!config) throw new Error(`The wasm backend has no kernel '${name}'.`);
      // The kernels called here have one output.
      return config.kernelFunc({
        inputs: inputs as NamedTensorInfoMap,
        backend,
        attrs: attrs as NamedAttrMap,
      }) as TensorInfo;
    },
  };
}
