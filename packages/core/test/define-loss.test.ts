import {expect, test} from 'vitest';
import {defineLoss, OptionError} from '../src/index.js';
import {ScoresHead, testOptions} from './test-heads.js';

const description = {
  title: 'Test loss',
  package: 'isomargin-loss-test',
  task: 'classification',
  options: testOptions,
} as const;

test('creates the head from options and context', () => {
  const plugin = defineLoss({
    ...description,
    name: 'test',
    create: (given, {classes, seed}) => new ScoresHead({seed, ...given, classes}),
  });
  const head = plugin.create({pull: 2, weightDecay: 0.5}, {classes: 4, seed: 9});
  expect(head).toBeInstanceOf(ScoresHead);
  expect(head.classes).toBe(4);
  expect(head.options).toMatchObject({pull: 2, weightDecay: 0.5, seed: 9});
  expect(plugin).toMatchObject({...description, name: 'test'});
  expect(() => plugin.create({pull: -1}, {classes: 4})).toThrow(OptionError);
});

test('keeps what a loss says of its traits', () => {
  const traits = {dependsOnBatch: 'Its margin is a mean over the batch.', rotationInvariant: true};
  const plugin = defineLoss({
    ...description,
    name: 'test',
    traits,
    create: (given, {classes}) => new ScoresHead({...given, classes}),
  });
  expect(plugin.traits).toEqual(traits);
});

test('asks for class counts where the loss needs them', () => {
  const plugin = defineLoss({
    ...description,
    name: 'counting',
    needs: {classCounts: true},
    create: (given, {classes}) => new ScoresHead({...given, classes}),
  });
  expect(() => plugin.create({}, {classes: 3})).toThrow(
    'counting: needs the number of training examples of each class (context.classCounts).',
  );
  expect(plugin.create({}, {classes: 3, classCounts: [5, 5, 1]}).classes).toBe(3);
});
