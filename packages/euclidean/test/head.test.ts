import {lossHeadOf, OptionError} from '@isomargin/core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {testLinearHead} from '../../../tools/testing/linear-head.js';
import {EuclideanHead, euclidean, euclideanLoss, plugins} from '../src/index.js';

onEachBackend(() => {
  describe.each([{}, {compare: 'scores'}] as const)('%j', (given) => {
    testLinearHead({
      make: (config) => euclidean({...config, ...given}),
      loss: (f, labels, kernel, bias, options) =>
        euclideanLoss(f, labels, kernel, bias, {...given, ...options}),
      lossHeadOf,
    });
  });
});

describe('the plugin', () => {
  test('makes a head, and the seed of the context is used where none is given', () => {
    const [plugin] = plugins;
    expect(plugins.map(({name}) => name)).toEqual(['euclidean']);
    const seeds = [{}, {seed: 3}].map((given) => plugin!.create(given, {classes: 3, seed: 8}).options.seed);
    expect(seeds).toEqual([8, 3]);
    const head = plugin!.create({useBias: false}, {classes: 3});
    expect(head).toBeInstanceOf(EuclideanHead);
    expect(head.options).toMatchObject({compare: 'probabilities', useBias: false});
  });

  test('refuses what the head does not know', () => {
    expect(() => plugins[0]!.create({compares: 'scores'} as object, {classes: 3})).toThrow(
      new OptionError("euclidean: unknown option 'compares'. Did you mean 'compare'?"),
    );
    expect(() => euclidean({classes: 3, compare: 1 as unknown as 'scores'})).toThrow(
      "euclidean: compare must be one of 'probabilities', 'scores', but got 1.",
    );
  });
});
