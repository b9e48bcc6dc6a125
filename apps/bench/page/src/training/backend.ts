import {enableProdMode, env, ready, setBackend} from '@tensorflow/tfjs-core';
import type {BackendChoice} from '../settings/settings.js';

/** What computes, and why not something faster, for people. */
export interface StartedBackend {
  readonly name: string;
  readonly notes: readonly string[];
}

const names: Record<Exclude<BackendChoice, 'auto'>, string> = {
  wasm: 'WebAssembly',
  cpu: 'plain JavaScript',
  webgl: 'WebGL',
  webgpu: 'WebGPU',
};

/** Each with what takes its place where it does not start. */
const next: Record<BackendChoice, readonly Exclude<BackendChoice, 'auto'>[]> = {
  auto: ['wasm', 'cpu'],
  wasm: ['wasm', 'cpu'],
  cpu: ['cpu'],
  webgl: ['webgl', 'wasm', 'cpu'],
  webgpu: ['webgpu', 'wasm', 'cpu'],
};

/**
 * Starts the backend that was chosen, or the next one that this browser has.
 *
 * @throws Error where none starts
 */
export async function startBackend(choice: BackendChoice): Promise<StartedBackend> {
  enableProdMode();
  const notes: string[] = [];
  for (const backend of next[choice]) {
    try {
      await load(backend);
      if (!(await setBackend(backend))) throw new Error('it does not start');
      await ready();
      const lacksSimd = backend === 'wasm' && !(await env().getAsync('WASM_HAS_SIMD_SUPPORT'));
      if (lacksSimd) notes.push('This browser has WebAssembly without SIMD: training is slower.');
      if (backend !== (choice === 'auto' ? 'wasm' : choice)) notes.push(`Now it is ${names[backend]}.`);
      return {name: names[backend], notes};
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      notes.push(`${names[backend]} cannot be used in this browser (${reason}).`);
    }
  }
  throw new Error(notes.join(' '));
}

async function load(backend: Exclude<BackendChoice, 'auto'>): Promise<void> {
  if (backend === 'cpu') await import('@tensorflow/tfjs-backend-cpu');
  else if (backend === 'webgl') await import('@tensorflow/tfjs-backend-webgl');
  else if (backend === 'webgpu') await import('@tensorflow/tfjs-backend-webgpu');
  else await loadWasm();
}

async function loadWasm(): Promise<void> {
  if (typeof WebAssembly === 'undefined') throw new Error('it has no WebAssembly');
  const [{setWasmPaths}, {enableWasmTraining}, plain, simd] = await Promise.all([
    import('@tensorflow/tfjs-backend-wasm'),
    import('@isomargin/wasm-training'),
    import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'),
    import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'),
  ]);
  // Threads need headers of the host, and networks as small as these do not gain by them.
  env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plain.default,
    'tfjs-backend-wasm-simd.wasm': simd.default,
    // Must be named, and is never loaded.
    'tfjs-backend-wasm-threaded-simd.wasm': simd.default,
  });
  enableWasmTraining();
}
