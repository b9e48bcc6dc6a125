import {ready, setBackend} from '@tensorflow/tfjs-core';

/** Loads a backend and makes it the current one. Others than cpu and wasm must have been imported before. */
export async function useBackend(name: string): Promise<void> {
  if (name === 'cpu') await import('@tensorflow/tfjs-backend-cpu');
  if (name === 'wasm') await import('@tensorflow/tfjs-backend-wasm');
  if (!(await setBackend(name))) {
    throw new Error(
      `The backend '${name}' cannot be used here. Import its package first, for example @tensorflow/tfjs-backend-${name}.`,
    );
  }
  await ready();
}
