import {createRequire} from 'node:module';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {nearestName} from '@isomargin/core';
import {enableProdMode, ready, setBackend} from '@tensorflow/tfjs-core';
import {messageOf, UsageError, UserError} from './errors.js';

export const backends = ['wasm', 'cpu', 'node'] as const;
export type BackendName = (typeof backends)[number];

/** @throws UsageError with the nearest name */
export function backendNamed(name: string): BackendName {
  const backend = backends.find((candidate) => candidate === name);
  if (backend !== undefined) return backend;
  const nearest = nearestName(name, backends);
  throw new UsageError(
    `Unknown backend '${name}'. ${nearest === undefined ? '' : `Did you mean '${nearest}'? `}Known backends: ${backends.join(', ')}.`,
  );
}

/** Where `@tensorflow/tfjs-node` would be imported from: the folder that the user is in, or the benchmark's own. */
function locateTfjsNode(cwd: string): string {
  for (const start of [join(cwd, 'noop.js'), import.meta.url]) {
    try {
      return pathToFileURL(createRequire(start).resolve('@tensorflow/tfjs-node')).href;
    } catch {
      // Not there: look in the next place.
    }
  }
  throw new UserError(
    "The backend 'node' needs @tensorflow/tfjs-node, which is not installed: npm install @tensorflow/tfjs-node@4.22.0 in the folder you start from, or take --backend wasm.",
  );
}

/** @throws UserError where the backend's package is not installed */
export function checkBackendInstalled(name: BackendName, cwd: string): void {
  if (name === 'node') locateTfjsNode(cwd);
}

/**
 * Makes a backend the current one, ready to train.
 *
 * @throws UserError where it is not installed or does not start
 */
export async function startBackend(name: BackendName, cwd: string): Promise<void> {
  // Without it the cpu backend advertises tfjs-node on the console.
  enableProdMode();
  try {
    if (name === 'cpu') {
      await import('@tensorflow/tfjs-backend-cpu');
    } else if (name === 'wasm') {
      await import('@tensorflow/tfjs-backend-wasm');
      const {enableWasmTraining} = await import('@isomargin/wasm-training');
      enableWasmTraining();
    } else {
      await import(locateTfjsNode(cwd));
    }
    const started = await setBackend(name === 'node' ? 'tensorflow' : name);
    if (!started) throw new Error('it did not start');
    await ready();
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(`The backend '${name}' cannot be used: ${messageOf(error)}`, {cause: error});
  }
}
