// Runs in Node before the tests in the browser: what every loss gives here, for them to compare with.
import '@tensorflow/tfjs-backend-cpu';
import {enableProdMode, setBackend} from '@tensorflow/tfjs-core';
import type {TestProject} from 'vitest/node';
import {type LossValues, lossValues} from './loss-values.js';

declare module 'vitest' {
  interface ProvidedContext {
    nodeValues: LossValues[];
  }
}

export default async function setup(project: TestProject): Promise<void> {
  enableProdMode();
  await setBackend('cpu');
  project.provide('nodeValues', lossValues());
}
