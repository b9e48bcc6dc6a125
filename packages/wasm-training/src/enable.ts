import {
  engine,
  getKernel,
  getKernelsForBackend,
  type KernelConfig,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import {assertBackendFits} from './backend.js';
import {type Stock, stockOf} from './kernel.js';
import {trainingKernels} from './kernels/index.js';

const BACKEND = 'wasm';

/** What `disableWasmTraining` puts back: for each kernel its stock configuration, if there was one. */
let replaced: Map<string, KernelConfig | undefined> | undefined;

function assertStockKernels(): void {
  const needed = ['BatchMatMul', '_FusedMatMul', 'Conv2D', 'MaxPool', 'Sum', 'Transpose'];
  const missing = needed.filter((name) => !getKernel(name, BACKEND));
  if (missing.length === needed.length) {
    throw new Error(
      "enableWasmTraining: the kernels of the wasm backend are not registered; import '@tensorflow/tfjs-backend-wasm' " +
        'first (and let there be only one copy of @tensorflow/tfjs-core).',
    );
  }
  if (missing.length > 0) {
    throw new Error(
      `enableWasmTraining: this version of @tensorflow/tfjs-backend-wasm has no kernel ${missing.join(', ')}; ` +
        'the kernels of this package fit version 4.22.0.',
    );
  }
}

/**
 * Registers the gradient kernels that the tfjs wasm backend lacks, and faster or right ones in place of those
 * that are slow or wrong. Call it after `import '@tensorflow/tfjs-backend-wasm'`, before or after the backend is
 * set. A second call changes nothing.
 *
 * @returns `disableWasmTraining`
 * @throws {Error} if the wasm backend's kernels are not registered, or if its version does not fit.
 */
export function enableWasmTraining(): () => void {
  if (replaced) return disableWasmTraining;
  assertStockKernels();
  // Not findBackend, which would start a backend that nobody has asked for yet.
  const backend: unknown = engine().registry[BACKEND];
  if (backend) assertBackendFits(backend);
  const stockConfigs = new Map(getKernelsForBackend(BACKEND).map((config) => [config.kernelName, config]));
  const stock: Stock = stockOf((name) => stockConfigs.get(name));
  replaced = new Map();
  for (const {name, create} of trainingKernels) {
    const config = stockConfigs.get(name);
    replaced.set(name, config);
    if (config) unregisterKernel(name, BACKEND);
    registerKernel({
      ...config,
      kernelName: name,
      backendName: BACKEND,
      kernelFunc: create(stock),
      setupFunc(backend) {
        assertBackendFits(backend);
        // The stock function needs it, if the backend starts only now.
        config?.setupFunc?.(backend);
      },
    });
  }
  return disableWasmTraining;
}

/** Takes the kernels of `enableWasmTraining` out again and registers the stock ones as they were. */
export function disableWasmTraining(): void {
  if (!replaced) return;
  for (const [name, config] of replaced) {
    unregisterKernel(name, BACKEND);
    if (config) registerKernel(config);
  }
  replaced = undefined;
}
