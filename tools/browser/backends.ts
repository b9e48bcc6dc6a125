import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import {enableWasmTraining} from '@isomargin/wasm-training';
import {setWasmPaths} from '@tensorflow/tfjs-backend-wasm';
import plainWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url';
import simdWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url';
import threadedWasm from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-threaded-simd.wasm?url';
import {enableProdMode, ready, setBackend} from '@tensorflow/tfjs-core';
import {beforeAll, describe, inject} from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    backend: BackendName;
  }
}

export type BackendName = 'cpu' | 'wasm' | 'wasm-training' | 'webgl' | 'webgpu';

/** What a test of this project runs on; `wasm-training` is wasm with the kernels of that package. */
export const project: BackendName = inject('backend');
export const backend: string = project === 'wasm-training' ? 'wasm' : project;

enableProdMode();
setWasmPaths({
  'tfjs-backend-wasm.wasm': plainWasm,
  'tfjs-backend-wasm-simd.wasm': simdWasm,
  'tfjs-backend-wasm-threaded-simd.wasm': threadedWasm,
});
if (project === 'webgl') await import('@tensorflow/tfjs-backend-webgl');
if (project === 'webgpu') await import('@tensorflow/tfjs-backend-webgpu');
if (project === 'wasm-training') enableWasmTraining();

/** In the browser's tests, `onEachBackend` of tools/testing is this: one project of vitest is one backend. */
export function onEachBackend(define: (backend: string) => void): void {
  describe(`on ${project}`, () => {
    beforeAll(useProjectsBackend);
    define(backend);
  });
}

/** @throws Error where it does not start */
export async function useProjectsBackend(): Promise<void> {
  if (!(await setBackend(backend))) throw new Error(`The backend '${backend}' does not start here.`);
  await ready();
}
