import {memory, ones, scalar} from '@tensorflow/tfjs-core';
import {initializers, type LayerVariable, layers} from '@tensorflow/tfjs-layers';
import {expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose} from '../../../tools/testing/numeric.js';
import {Annealing, annealingOptions, cosineWeightAt, optionsTable, resolveOptions} from '../src/index.js';

const weightAt = (steps: number, start: number, rate: number, power: number, end: number): number =>
  Math.max(end, start * (1 + rate * steps) ** -power);

const declared = annealingOptions('falling', {end: 'end', none: 'none at all'});

/** A scalar weight, as a layer has it. */
class Counter extends layers.Layer {
  static readonly className = 'TestCounter';
  readonly steps: LayerVariable = this.addWeight(
    'steps',
    [],
    'float32',
    initializers.zeros(),
    undefined,
    false,
  );
}

onEachBackend(() => {
  test.each([
    [1000, 0.12, 1, 5],
    [100, 0.01, 3, 0],
    [5, 0, 1, 0],
    [5, 0.12, 1, 7],
  ])('λ from %d, at rate %d and power %d, to %d', (start, rate, power, end) => {
    for (const steps of [0, 1, 10, 1000, 100000]) {
      const found = cosineWeightAt(scalar(steps), {start, rate, power, end}).dataSync();
      expectClose(found, [weightAt(steps, start, rate, power, end)], 1e-5);
    }
  });

  test('counts a step once for the scores it was made in, without a leak', () => {
    const {steps} = new Counter();
    const annealing = new Annealing(steps, resolveOptions('test', declared, {annealingStart: 8}), 0.5);
    expectClose(annealing.cosineWeight().dataSync(), [8], 1e-6);
    const scores = [ones([2, 3]), ones([2, 3])] as const;
    const before = memory().numTensors;
    for (const of of [scores[0], scores[0], scores[1], scores[0]]) annealing.count(of);
    expect(memory().numTensors).toBe(before);
    expect(steps.read().dataSync()[0]).toBe(2);
    expectClose(annealing.cosineWeight().dataSync(), [weightAt(2, 8, 0.12, 1, 0.5)], 1e-6);
  });
});

test('its options: defaults, bounds and what the table says of the end', () => {
  expect(resolveOptions('test', declared, {})).toEqual({
    annealing: 'falling',
    annealingStart: 1000,
    annealingRate: 0.12,
    annealingPower: 1,
  });
  expect(resolveOptions('test', annealingOptions('none', {end: 'end', none: ''}), {}).annealing).toBe('none');
  expect(() => resolveOptions('test', declared, {annealingPower: 0})).toThrow(
    'annealingPower must be a number > 0',
  );
  expect(optionsTable(declared)).toContain('max(end, start · (1 + rate · step)^−power)');
  expect(optionsTable(declared)).toContain("'none': none at all.");
});
