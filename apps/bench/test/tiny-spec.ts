import {chooseLosses} from '../src/losses/choose.js';
import type {LossChoice} from '../src/losses/loss-choice.js';
import {parseLossSpecs} from '../src/losses/parse-spec.js';
import type {DatasetSettings} from '../src/results/types.js';
import type {RunSpec} from '../src/runs/run-spec.js';
import {defaultLosses} from '../src/suites/default-losses.js';
import {digits} from '../src/suites/digits.js';

/** The digits suite's data set with a handful of images. */
export async function tinyDataset(): Promise<DatasetSettings> {
  const [dataset] = await digits.datasets({
    fractions: digits.defaults.fractions!,
    noise: [],
    ratios: [],
    largest: 0,
    folds: undefined,
    data: undefined,
    label: undefined,
    header: undefined,
  });
  return {
    ...dataset!,
    trainCounts: dataset!.trainCounts.map((count) => (count < 1000 ? 4 : 24)),
    testCounts: dataset!.testCounts.map(() => 6),
  };
}

export async function choose(list: string): Promise<LossChoice[]> {
  return chooseLosses(parseLossSpecs(list), import.meta.dirname);
}

/** A run of a second on any backend. */
export async function tinySpec(changes: Partial<RunSpec> = {}): Promise<RunSpec> {
  const [loss] = await choose(defaultLosses[0]!.spec);
  return {
    id: 'tiny',
    key: 'f'.repeat(64),
    suite: 'digits',
    dataset: await tinyDataset(),
    loss: loss!,
    sampler: null,
    seed: 1,
    fold: null,
    epochs: 2,
    backend: 'cpu',
    data: undefined,
    cwd: import.meta.dirname,
    keepsEmbedding: true,
    command: 'npm run bench',
    ...changes,
  };
}
