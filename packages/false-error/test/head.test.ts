import {lossHeadOf, OptionError} from '@isomargin/core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {testLinearHead} from '../../../tools/testing/linear-head.js';
import {FalseErrorHead, falseError, falseErrorLoss, plugins} from '../src/index.js';

onEachBackend(() => {
  describe.each([{}, {variant: 'mfe', error: 'cross-entropy'}] as const)('%j', (given) => {
    testLinearHead({
      make: (config) => falseError({...config, ...given}),
      loss: (f, labels, kernel, bias, options) =>
        falseErrorLoss(f, labels, kernel, bias, {...given, ...options}),
      lossHeadOf,
    });
  });
});

describe('the plugin', () => {
  test('makes a head, and the seed of the context is used where none is given', () => {
    const [plugin] = plugins;
    expect(plugins.map(({name}) => name)).toEqual(['false-error']);
    const seeds = [{}, {seed: 3}].map((given) => plugin!.create(given, {classes: 3, seed: 8}).options.seed);
    expect(seeds).toEqual([8, 3]);
    const head = plugin!.create({variant: 'mfe', classWeights: [1, 2, 3]}, {classes: 3});
    expect(head).toBeInstanceOf(FalseErrorHead);
    expect(head.options).toMatchObject({variant: 'mfe', error: 'squared', classWeights: [1, 2, 3]});
  });

  test('refuses what the head does not know', () => {
    expect(() => plugins[0]!.create({varaint: 'mfe'} as object, {classes: 3})).toThrow(
      new OptionError("falseError: unknown option 'varaint'. Did you mean 'variant'?"),
    );
    expect(() => falseError({classes: 3, variant: 'mse' as 'mfe'})).toThrow(
      "falseError: variant must be one of 'mfe', 'msfe', but got 'mse'.",
    );
  });
});
