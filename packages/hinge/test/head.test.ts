import {lossHeadOf, OptionError} from '@isomargin/core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {testLinearHead} from '../../../tools/testing/linear-head.js';
import {HingeHead, hinge, hingeLoss, plugins} from '../src/index.js';

onEachBackend(() => {
  describe.each([{}, {variant: 'weston-watkins', squared: true, margin: 2}] as const)('%j', (given) => {
    testLinearHead({
      make: (config) => hinge({...config, ...given}),
      loss: (f, labels, kernel, bias, options) => hingeLoss(f, labels, kernel, bias, {...given, ...options}),
      lossHeadOf,
    });
  });
});

describe('the plugin', () => {
  test('makes a head, and the seed of the context is used where none is given', () => {
    const [plugin] = plugins;
    expect(plugins.map(({name}) => name)).toEqual(['hinge']);
    const seeds = [{}, {seed: 3}].map((given) => plugin!.create(given, {classes: 3, seed: 8}).options.seed);
    expect(seeds).toEqual([8, 3]);
    const head = plugin!.create({variant: 'weston-watkins'}, {classes: 3});
    expect(head).toBeInstanceOf(HingeHead);
    expect(head.options).toMatchObject({variant: 'weston-watkins', squared: false, margin: 1, useBias: true});
  });

  test('refuses what the head does not know', () => {
    expect(() => plugins[0]!.create({marign: 1} as object, {classes: 3})).toThrow(
      new OptionError("hinge: unknown option 'marign'. Did you mean 'margin'?"),
    );
    expect(() => hinge({classes: 3, margin: -1})).toThrow('hinge: margin must be a number > 0, but got -1.');
    expect(() => hinge({classes: 3, squared: 2 as unknown as boolean})).toThrow(
      'hinge: squared must be true or false, but got 2.',
    );
  });
});
