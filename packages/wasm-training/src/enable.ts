import {
  engine,
  type GradConfig,
  getBackend,
  getGradient,
  getKernel,
  getKernelsForBackend,
  type KernelConfig,
  registerGradient,
  registerKernel,
  unregisterGradient,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import {assertBackendFits} from './backend.js';
import {trainingGradients} from './gradients/index.js';
import {type Stock, stockOf} from './kernel.js';
import {trainingKernels} from './kernels/index.js';

const BACKEND = 'wasm';

/** What `disableWasmTraining` puts back: for each name the stock configuration, if there was one. */
interface Replaced {
  kernels: Map<string, KernelConfig | undefined>;
  gradients: Map<string, GradConfig | undefined>;
}

let replaced: Replaced | undefined;

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
  replaced = {kernels: replaceKernels(stockConfigs), gradients: replaceGradients()};
  return disableWasmTraining;
}

function replaceKernels(stockConfigs: Map<string, KernelConfig>): Replaced['kernels'] {
  const stock: Stock = stockOf((name) => stockConfigs.get(name));
  const before: Replaced['kernels'] = new Map();
  for (const {name, create} of trainingKernels) {
    const config = stockConfigs.get(name);
    before.set(name, config);
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
  return before;
}

function replaceGradients(): Replaced['gradients'] {
  const before: Replaced['gradients'] = new Map();
  for (const {config, kind} of trainingGradients) {
    const name = config.kernelName;
    const existing = getGradient(name);
    // Where tfjs has come to have one, its own is kept; where gradients are not registered, there is none to speed up.
    if ((kind === 'missing') === (existing !== undefined)) continue;
    before.set(name, existing);
    registerGradient({
      ...config,
      gradFunc: (dy, saved, attrs) =>
        (existing && getBackend() !== BACKEND ? existing : config).gradFunc(dy, saved, attrs),
    });
  }
  return before;
}

/** Takes the kernels and gradients of `enableWasmTraining` out again and registers the stock ones as they were. */
export function disableWasmTraining(): void {
  if (!replaced) return;
  for (const [name, config] of replaced.kernels) {
    unregisterKernel(name, BACKEND);
    if (config) registerKernel(config);
  }
  for (const [name, config] of replaced.gradients) {
    if (config) registerGradient(config);
    else unregisterGradient(name);
  }
  replaced = undefined;
}
