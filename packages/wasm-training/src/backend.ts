import {type DataId, type DataType, type TensorInfo, util} from '@tensorflow/tfjs-core';

/** What the wasm backend remembers of a tensor's data. */
interface WasmTensorData {
  /** The number by which the compiled kernels know the data, and by which they cache packed weights. */
  id: number;
  /** Address of the first byte in the heap. */
  memoryOffset: number;
  shape: number[];
  dtype: DataType;
  refCount: number;
}

/** The part of tfjs's `BackendWasm` that the kernels of this package use. */
export interface WasmBackend {
  wasm: {
    HEAPU8: Uint8Array;
    tfjs: {disposeData(id: number): void};
    /** What the compiled module exports. */
    asm?: {memory?: WebAssembly.Memory};
  };
  dataIdMap: {
    get(dataId: DataId): WasmTensorData;
    delete(dataId: DataId): boolean;
  };
  makeOutput(shape: number[], dtype: DataType, memoryOffset?: number): TensorInfo;
  disposeData(dataId: DataId, force?: boolean): boolean;
  incRef(dataId: DataId): void;
}

/** What of the backend must be there, and of which type, for {@link WasmBackend} to describe it. */
export function assertBackendFits(backend: unknown): asserts backend is WasmBackend {
  const candidate = backend as Partial<WasmBackend> | undefined;
  const missing = [
    ['makeOutput', typeof candidate?.makeOutput === 'function'],
    ['disposeData', typeof candidate?.disposeData === 'function'],
    ['incRef', typeof candidate?.incRef === 'function'],
    ['dataIdMap', typeof candidate?.dataIdMap?.get === 'function'],
    ['wasm.HEAPU8', candidate?.wasm?.HEAPU8 instanceof Uint8Array],
    ['wasm.tfjs.disposeData', typeof candidate?.wasm?.tfjs?.disposeData === 'function'],
  ].flatMap(([name, present]) => (present ? [] : [name]));
  if (missing.length > 0) {
    throw new Error(
      `enableWasmTraining: this version of @tensorflow/tfjs-backend-wasm has no ${missing.join(', ')}; ` +
        'the kernels fit version 4.22.0.',
    );
  }
}

/**
 * The float32 values of a tensor, as a view of the heap.
 *
 * Any allocation can grow the heap, which detaches all views: call this after every output and every
 * temporary tensor of a kernel has been made.
 */
export function floats(backend: WasmBackend, tensor: TensorInfo): Float32Array {
  return new Float32Array(backend.wasm.HEAPU8.buffer, addressOf(backend, tensor), sizeOf(tensor));
}

/** The int32 values of a tensor, as a view of the heap; the same caution as for {@link floats}. */
export function integers(backend: WasmBackend, tensor: TensorInfo): Int32Array {
  return new Int32Array(backend.wasm.HEAPU8.buffer, addressOf(backend, tensor), sizeOf(tensor));
}

/** The bytes of a bool tensor, as a view of the heap; the same caution as for {@link floats}. */
function bytes(backend: WasmBackend, tensor: TensorInfo): Uint8Array {
  return new Uint8Array(backend.wasm.HEAPU8.buffer, addressOf(backend, tensor), sizeOf(tensor));
}

/** The values of a numeric or bool tensor, as a view of the heap; the same caution as for {@link floats}. */
export function valuesOf(backend: WasmBackend, tensor: TensorInfo): Float32Array | Int32Array | Uint8Array {
  switch (tensor.dtype) {
    case 'float32':
      return floats(backend, tensor);
    case 'int32':
      return integers(backend, tensor);
    case 'bool':
      return bytes(backend, tensor);
    default:
      throw new Error(
        `A wasm kernel got a tensor of dtype '${tensor.dtype}'; it takes float32, int32 or bool.`,
      );
  }
}

/** Address of the first byte of a tensor's data in the heap. */
export function addressOf(backend: WasmBackend, tensor: TensorInfo): number {
  return backend.dataIdMap.get(tensor.dataId).memoryOffset;
}

function sizeOf(tensor: TensorInfo): number {
  return util.sizeFromShape(tensor.shape);
}

/** The same data under another shape of as many elements; holds a reference of its own. */
export function reshaped(backend: WasmBackend, tensor: TensorInfo, shape: number[]): TensorInfo {
  backend.incRef(tensor.dataId);
  return {dataId: tensor.dataId, shape, dtype: tensor.dtype};
}
