import {
  type GradConfig,
  getGradient,
  getKernel,
  getKernelsForBackend,
  type KernelConfig,
  matMul,
  registerKernel,
  setBackend,
  tensor,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-layers';
import {afterEach, describe, expect, test} from 'vitest';
import {disableWasmTraining, enableWasmTraining} from '../src/index.js';

const stock = (): Map<string, KernelConfig> =>
  new Map(getKernelsForBackend('wasm').map((config) => [config.kernelName, config]));
const gradientNames = ['Einsum', 'FusedBatchNorm', 'Mean', 'Sum'];
const gradients = (): (GradConfig | undefined)[] => gradientNames.map((name) => getGradient(name));

afterEach(() => disableWasmTraining());

describe('enableWasmTraining', () => {
  test('adds the kernels that are missing, and disable restores the stock ones exactly', () => {
    const [kernels, before] = [stock(), gradients()];
    expect(kernels.has('Conv2DBackpropFilter')).toBe(false);
    const disable = enableWasmTraining();
    for (const name of [
      'Conv2DBackpropFilter',
      'DepthwiseConv2dNativeBackpropFilter',
      'DepthwiseConv2dNativeBackpropInput',
      'Einsum',
      'UnsortedSegmentSum',
    ]) {
      expect(getKernel(name, 'wasm'), name).toBeDefined();
    }
    expect(getKernel('BatchMatMul', 'wasm')).not.toBe(kernels.get('BatchMatMul'));
    expect(gradients()).not.toEqual(before);
    disable();
    expect(stock()).toEqual(kernels);
    for (const [name, config] of stock()) expect(config, name).toBe(kernels.get(name));
    for (const [index, config] of gradients().entries()) expect(config).toBe(before[index]);
  });

  test('is idempotent, and so is disable', () => {
    const kernels = stock();
    expect(enableWasmTraining()).toBe(enableWasmTraining());
    disableWasmTraining();
    disableWasmTraining();
    expect(stock()).toEqual(kernels);
  });

  test('works before the backend starts and leaves the current backend alone', async () => {
    enableWasmTraining();
    await setBackend('cpu');
    expect(matMul(tensor([[1, 2]]), tensor([[3], [4]])).dataSync()).toEqual(Float32Array.of(11));
    await setBackend('wasm');
    expect(matMul(tensor([[1, 2]]), tensor([[3, 4]]), false, true).dataSync()).toEqual(Float32Array.of(11));
    disableWasmTraining();
    expect(matMul(tensor([[1, 2]]), tensor([[3, 4]]), false, true).dataSync()).toEqual(Float32Array.of(11));
  });

  test('says so when the wasm kernels are not registered', () => {
    const kernels = [...stock().values()];
    for (const {kernelName} of kernels) unregisterKernel(kernelName, 'wasm');
    try {
      expect(() => enableWasmTraining()).toThrow(/import '@tensorflow\/tfjs-backend-wasm'/);
    } finally {
      for (const config of kernels) registerKernel(config);
    }
  });

  test('says so when a kernel that it builds on is gone', () => {
    const config = getKernel('Transpose', 'wasm');
    unregisterKernel('Transpose', 'wasm');
    try {
      expect(() => enableWasmTraining()).toThrow(/has no kernel Transpose/);
    } finally {
      registerKernel(config);
    }
  });
});
