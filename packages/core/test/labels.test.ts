import {oneHot, type Tensor, tensor, tensor1d, tensor2d} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {classCounts, LabelError, type Labels, oneHotLabels, readLabels} from '../src/index.js';

const integers = [2, 0, 1, 2];
const rows = [
  [0, 0, 1],
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];
/** Made when the test runs: a tensor belongs to the backend of its time. */
const forms: Record<string, () => Labels> = {
  'an array': () => integers,
  'an Int32Array': () => Int32Array.from(integers),
  'a Uint8Array': () => Uint8Array.from(integers),
  'a Uint16Array': () => Uint16Array.from(integers),
  'a Float32Array': () => Float32Array.from(integers),
  'a Float64Array': () => Float64Array.from(integers),
  'an int32 tensor [batch]': () => tensor1d(integers, 'int32'),
  'a float32 tensor [batch]': () => tensor1d(integers),
  'an int32 tensor [batch, 1]': () => tensor2d(integers, [4, 1], 'int32'),
  'a float32 tensor [batch, 1]': () => tensor2d(integers, [4, 1]),
  'one-hot rows in int32': () => tensor2d(rows, undefined, 'int32'),
  'one-hot rows in float32': () => tensor2d(rows),
  'one-hot rows in bool': () => tensor2d(rows, undefined, 'bool'),
  "one-hot rows made by tfjs's oneHot": () => oneHot(tensor1d(integers, 'int32'), 3),
};

/** Values that are wrong in a way that only their form decides. */
const bad: Record<string, {labels: () => Labels; batch?: number; text: string}> = {
  undefined: {
    labels: () => undefined as unknown as Labels,
    text: 'labels must be an array, a typed array or a tensor of integers, or a tensor of one-hot rows, but are undefined.',
  },
  'an object': {
    labels: () => ({}) as Labels,
    text: 'one-hot rows, but are {}.',
  },
  'a text': {
    labels: () => '012' as unknown as Labels,
    text: "one-hot rows, but are '012'.",
  },
  'a tensor of texts': {
    labels: () => tensor1d(['a', 'b']),
    text: 'one-hot rows, but are a tensor of dtype string.',
  },
  'one-hot rows in an array': {
    labels: () => rows as unknown as Labels,
    text: 'labels[0] must be an integer from 0 to 2, but is [0, 0, 1]. One-hot rows must be a tensor: tf.tensor2d(labels).',
  },
  'numbers as texts': {
    labels: () => ['0', '1'] as unknown as Labels,
    text: "labels[0] must be an integer from 0 to 2, but is '0'.",
  },
  bigints: {
    labels: () => BigInt64Array.of(0n, 1n) as unknown as Labels,
    text: 'labels[0] must be an integer from 0 to 2, but is 0n.',
  },
  'above the range': {
    labels: () => [0, 3],
    text: 'labels[1] must be an integer from 0 to 2, but is 3.',
  },
  negative: {
    labels: () => Int32Array.of(0, 1, -1),
    text: 'labels[2] must be an integer from 0 to 2, but is -1.',
  },
  fractional: {
    labels: () => tensor1d([0.5, 1]),
    text: 'labels[0] must be an integer from 0 to 2, but is 0.5.',
  },
  'NaN in integers': {
    labels: () => tensor1d([0, Number.NaN]),
    text: 'labels[1] must be an integer from 0 to 2, but is NaN.',
  },
  'NaN in an array': {
    labels: () => [Number.NaN],
    text: 'labels[0] must be an integer from 0 to 2, but is NaN.',
  },
  'out of range in [batch, 1]': {
    labels: () => tensor2d([0, 7], [2, 1], 'int32'),
    text: 'labels[1] must be an integer from 0 to 2, but is 7.',
  },
  'too few': {
    labels: () => [0, 1],
    batch: 3,
    text: 'labels must have one entry for each of the 3 examples, but have 2.',
  },
  'too many rows': {
    labels: () => tensor2d(rows),
    batch: 3,
    text: 'labels must have one entry for each of the 3 examples, but have 4.',
  },
  'a scalar': {
    labels: () => tensor(1),
    batch: 1,
    text: 'labels must have shape [batch], [batch, 1] or [batch, 3], but have shape [].',
  },
  'rank 3': {
    labels: () => tensor([1, 0, 0], [1, 1, 3]),
    text: 'labels must have shape [batch], [batch, 1] or [batch, 3], but have shape [1,1,3].',
  },
  'rows for another number of classes': {
    labels: () => tensor2d([1, 0, 0, 0], [1, 4]),
    batch: 1,
    text: 'labels must have shape [batch], [batch, 1] or [batch, 3], but have shape [1,4].',
  },
  'soft labels': {
    labels: () => tensor2d([0, 1, 0, 0.1, 0.9, 0], [2, 3]),
    text: 'labels[1] must be one-hot (a single 1, zeros elsewhere), but is',
  },
  'a zero row': {
    labels: () => tensor2d([0, 1, 0, 0, 0, 0], [2, 3]),
    text: 'labels[1] must be one-hot (a single 1, zeros elsewhere), but is [0, 0, 0].',
  },
  'two ones': {
    labels: () => tensor2d([1, 1, 0], [1, 3]),
    text: 'labels[0] must be one-hot (a single 1, zeros elsewhere), but is [1, 1, 0].',
  },
  'negative values that sum to 1': {
    labels: () => tensor2d([1, 1, -1], [1, 3]),
    text: 'labels[0] must be one-hot (a single 1, zeros elsewhere), but is [1, 1, -1].',
  },
  'a 2 and a -1': {
    labels: () => tensor2d([2, -1, 0], [1, 3], 'int32'),
    text: 'labels[0] must be one-hot (a single 1, zeros elsewhere), but is [2, -1, 0].',
  },
  'a -1 alone': {
    labels: () => tensor2d([0, 1, 0, -1, 0, 0], [2, 3]),
    text: 'labels[1] must be one-hot (a single 1, zeros elsewhere), but is [-1, 0, 0].',
  },
  'a 2 that makes up for a zero row': {
    labels: () => tensor2d([0, 2, 0, 0, 0, 0], [2, 3]),
    text: 'labels[0] must be one-hot (a single 1, zeros elsewhere), but is [0, 2, 0].',
  },
  'two ones that make up for a zero row': {
    labels: () => tensor2d([0, 0, 0, 1, 1, 0], [2, 3]),
    text: 'labels[0] must be one-hot (a single 1, zeros elsewhere), but is [0, 0, 0].',
  },
  'NaN beside the 1': {
    labels: () => tensor2d([1, Number.NaN, 0], [1, 3]),
    text: 'labels[0] must be one-hot (a single 1, zeros elsewhere), but is [1, NaN, 0].',
  },
  'NaN before the 1': {
    labels: () => tensor2d([0, 1, 0, Number.NaN, 0, 1], [2, 3]),
    text: 'labels[1] must be one-hot (a single 1, zeros elsewhere), but is [NaN, 0, 1].',
  },
  'NaN alone': {
    labels: () => tensor2d(Array(3).fill(Number.NaN), [1, 3]),
    text: 'labels[0] must be one-hot (a single 1, zeros elsewhere), but is [NaN, NaN, NaN].',
  },
};

function thrown(f: () => unknown): unknown {
  try {
    f();
  } catch (error) {
    return error;
  }
  return undefined;
}

onEachBackend(() => {
  describe.each(Object.entries(forms))('%s', (_, make) => {
    test('as integers', () => {
      expect(readLabels(make(), 3, 4)).toEqual(Int32Array.from(integers));
    });

    test('as one-hot rows', () => {
      const encoded = oneHotLabels(make(), 3, 4);
      expect(encoded.dtype).toBe('float32');
      expect(encoded.arraySync()).toEqual(rows);
    });

    test('counted', () => {
      expect(classCounts(make(), 3)).toEqual(Int32Array.of(1, 1, 2));
    });
  });

  describe.each(Object.entries(bad))('%s', (_, {labels, batch, text}) => {
    test.each([
      ['readLabels', readLabels],
      ['oneHotLabels', oneHotLabels],
    ])('%s throws', (_name, read) => {
      const error = thrown(() => read(labels(), 3, batch));
      expect(error).toBeInstanceOf(LabelError);
      expect((error as Error).message).toContain(text);
    });
  });

  test('of two classes: [batch, 2] is one-hot, [batch, 1] integers', () => {
    expect([...readLabels(tensor2d([0, 1, 1, 0], [2, 2]), 2)]).toEqual([1, 0]);
    expect([...readLabels(tensor2d([0, 1], [2, 1]), 2)]).toEqual([0, 1]);
  });

  test('one-hot labels are a new tensor, so that disposing them leaves the given ones', () => {
    const given: Tensor = tensor2d(rows);
    oneHotLabels(given, 3).dispose();
    expect(given.isDisposed).toBe(false);
    expect(given.arraySync()).toEqual(rows);
  });

  test('show at most 12 entries of a row', () => {
    const wide = tensor2d([1, 1, ...Array(18).fill(0)], [1, 20]);
    expect(() => readLabels(wide, 20)).toThrow('[1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, …]');
  });
});

test('classCounts of a class without an example is 0', () => {
  expect(classCounts([], 2)).toEqual(Int32Array.of(0, 0));
  expect(classCounts([2, 2], 4)).toEqual(Int32Array.of(0, 0, 2, 0));
});
