import {readFileSync} from 'node:fs';
import {grads, sum, type Tensor, tensor} from '@tensorflow/tfjs-core';
import {test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose} from '../../../tools/testing/numeric.js';
import {losses} from './losses.js';

interface Fixture {
  readonly name: string;
  /** As in `losses`. */
  readonly loss: string;
  readonly shapes: number[][];
  readonly inputs: number[][];
  readonly labels: number[];
  readonly classCounts: number[];
  readonly losses: number[];
  readonly gradients: number[][];
}

// Made by tools/reference/long-tail/make_fixtures.py with torch in float64.
const {cases}: {cases: Fixture[]} = JSON.parse(
  readFileSync(new URL('./fixtures/long-tail.json', import.meta.url), 'utf8'),
);

onEachBackend(() => {
  test.each(cases)('as torch computes it: $name', (c) => {
    const tested = losses.find(({name}) => name === c.loss)!;
    const inputs = c.inputs.map((values, at) => tensor(values, c.shapes[at]!));
    const loss = (...given: Tensor[]) => tested.loss(given, c.labels, c.classCounts);
    expectClose(loss(...inputs).dataSync(), c.losses, 1e-4);
    for (const [at, gradient] of grads((...given) => sum(loss(...given)))(inputs).entries()) {
      expectClose(gradient.dataSync(), c.gradients[at]!, 1e-3);
    }
  });
});
