import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import {ready, setBackend} from '@tensorflow/tfjs-core';
import {beforeAll, describe} from 'vitest';

/** Defines the same tests for the cpu backend and for the wasm backend. */
export function onEachBackend(define: (backend: string) => void): void {
  describe.each(['cpu', 'wasm'])('on %s', (backend) => {
    beforeAll(async () => {
      await setBackend(backend);
      await ready();
    });
    define(backend);
  });
}
