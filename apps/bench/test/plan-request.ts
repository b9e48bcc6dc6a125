import type {PlanRequest} from '../src/runs/plan.js';
import {digits} from '../src/suites/digits.js';

/** What a comparison on the digits is asked to be where nothing is typed. */
export function planRequest(changes: Partial<PlanRequest> = {}): PlanRequest {
  return {
    suite: digits,
    suiteFile: undefined,
    preset: undefined,
    losses: undefined,
    samplers: undefined,
    datasets: undefined,
    data: undefined,
    label: undefined,
    header: undefined,
    download: () => Promise.reject(new Error('nothing to download')),
    seeds: undefined,
    epochs: undefined,
    fractions: undefined,
    noise: undefined,
    ratios: undefined,
    largest: undefined,
    folds: undefined,
    fold: undefined,
    backbone: undefined,
    tune: undefined,
    tuneFolds: undefined,
    untrained: false,
    backend: 'wasm',
    jobs: 2,
    cwd: import.meta.dirname,
    command: 'npm run bench',
    ...changes,
  };
}
