import {beforeAll, expect, inject, test} from 'vitest';
import {expectClose} from '../../testing/numeric.js';
import {useProjectsBackend} from '../backends.js';
import {type LossValues, lossValues} from '../loss-values.js';

const expected = inject('nodeValues');
let found: LossValues[];

beforeAll(async () => {
  await useProjectsBackend();
  found = lossValues();
});

test('there are as many losses as in Node', () => {
  expect(expected.length).toBeGreaterThan(15);
  expect(found.map(({loss}) => loss)).toEqual(expected.map(({loss}) => loss));
});

test.each(expected)(
  '$loss: scores, losses and gradient are those of Node',
  ({loss, scores, losses, gradient}) => {
    const here = found.find((values) => values.loss === loss)!;
    expectClose(here.scores, scores, 1e-4, 1e-6);
    expectClose(here.losses, losses, 1e-4, 1e-6);
    expectClose(here.gradient, gradient, 1e-3, 1e-6);
  },
);
