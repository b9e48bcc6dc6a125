import {
  gather,
  grad,
  grads,
  mul,
  scalar,
  sum,
  type Tensor,
  type Tensor2D,
  tensor1d,
  tensor2d,
} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {onEachBackend} from '../../../tools/testing/backends.js';
import {expectClose, finiteDifferences, normals} from '../../../tools/testing/numeric.js';
import {ClassSample} from '../src/class-sample.js';
import {affinities, affinity, diversity} from '../src/index.js';
import {regularizer} from '../src/regularizer.js';
import {varianceOfDistances} from './oracle.js';

const [classes, dimension, unit] = [9, 4, 2.5];
const values = (rows: number): Float32Array =>
  Float32Array.from(normals(rows * dimension, 5), (v) => 3 * v + 1);

onEachBackend(() => {
  describe.each([
    [1, 'class-means', 'relative'],
    [1, 'all', 'absolute'],
    [3, 'class-means', 'relative'],
    [3, 'class-means', 'absolute'],
    [3, 'all', 'relative'],
    [3, 'between-classes', 'relative'],
  ] as const)('the regularizer with %i prototypes a class, %s, %s', (prototypesPerClass, pairs, scale) => {
    const diversityWeight = 0.3;
    const options = {diversityWeight, prototypesPerClass, diversityPairs: pairs, diversityScale: scale};
    const shape: [number, number] = [prototypesPerClass * classes, dimension];
    const rowsOf = (chosen: readonly number[]): number[] =>
      Array.from({length: prototypesPerClass}, (_, t) => chosen.map((label) => t * classes + label)).flat();

    test('is the diversity of unit · stored times its weight, and its gradient to them is passed to what is stored', () => {
      const stored = tensor2d(values(shape[0]), shape);
      const of = (w: Tensor2D) => mul(diversity(w, prototypesPerClass, pairs, scale), diversityWeight);
      const prototypes = mul(stored, unit) as Tensor2D;
      expectClose(regularizer(stored, scalar(unit), options).dataSync(), of(prototypes).dataSync(), 1e-5);
      const gradient = grad((v: Tensor) => regularizer(v as Tensor2D, scalar(unit), options))(stored);
      expectClose(gradient.dataSync(), grad((w: Tensor) => of(w as Tensor2D))(prototypes).dataSync(), 1e-4);
    });

    test('of some classes is that of their prototypes alone, and leaves the others without gradient', () => {
      const stored = tensor2d(values(shape[0]), shape);
      const chosen = [7, 0, 3, 4];
      const rows = rowsOf(chosen);
      const part = gather(stored, tensor1d(rows, 'int32')) as Tensor2D;
      const sampled = (v: Tensor) =>
        regularizer(v as Tensor2D, scalar(unit), options, Int32Array.from(chosen));
      const alone = (v: Tensor) => regularizer(v as Tensor2D, scalar(unit), options);
      expectClose(sampled(stored).dataSync(), alone(part).dataSync(), 1e-6);
      const expected = new Float32Array(shape[0] * dimension);
      const ofPart = grad(alone)(part).dataSync();
      for (const [i, row] of rows.entries()) {
        expected.set(ofPart.subarray(i * dimension, (i + 1) * dimension), row * dimension);
      }
      expectClose(grad(sampled)(stored).dataSync(), expected, 1e-5);
    });
  });

  test('of the class means: against finite differences', () => {
    const w = Float64Array.from(values(3 * classes));
    const oracle = (x: ArrayLike<number>): number => {
      const means = Float64Array.from({length: classes * dimension}, (_, at) => {
        const size = classes * dimension;
        return (x[at]! + x[at + size]! + x[at + 2 * size]!) / 3;
      });
      const {variance, mean} = varianceOfDistances({values: means, columns: dimension});
      return variance / mean ** 2;
    };
    const of = (x: Tensor) => diversity(x as Tensor2D, 3, 'class-means', 'relative');
    const tensor = tensor2d(Float32Array.from(w), [3 * classes, dimension]);
    expectClose(of(tensor).dataSync(), [oracle(w)], 1e-5);
    expectClose(grad(of)(tensor).dataSync(), finiteDifferences(oracle, w, 1e-5), 1e-4);
  });

  test.each([1, 3])('affinities to unit · stored: %i a class', (perClass) => {
    const f = tensor2d(values(6), [6, dimension]);
    const stored = tensor2d(values(perClass * classes), [perClass * classes, dimension]);
    const prototypes = mul(stored, unit) as Tensor2D;
    const sigma = scalar(60);
    const inUnits = (a: Tensor, v: Tensor) =>
      affinities(a as Tensor2D, v as Tensor2D, sigma, perClass, scalar(unit));
    const plain = (a: Tensor, w: Tensor) => affinities(a as Tensor2D, w as Tensor2D, sigma, perClass);
    expectClose(inUnits(f, stored).dataSync(), plain(f, prototypes).dataSync(), 1e-5);
    const [ofF, ofStored] = grads((a, v) => sum(inUnits(a!, v!)))([f, stored]);
    const [alsoOfF, ofPrototypes] = grads((a, w) => sum(plain(a!, w!)))([f, prototypes]);
    expectClose(ofF!.dataSync(), alsoOfF!.dataSync(), 1e-4);
    expectClose(ofStored!.dataSync(), ofPrototypes!.dataSync(), 1e-4);
  });

  test('of two equally near prototypes of a class each gets half of the gradient', () => {
    const f = tensor2d([1, 1], [1, 2]);
    const twins = tensor2d([0, 0, 3, 3, 0, 0, 9, 9], [4, 2]);
    const single = tensor2d([0, 0, 3, 3], [2, 2]);
    const of = (perClass: number) => (w: Tensor) => sum(affinities(f, w as Tensor2D, scalar(4), perClass));
    const whole = grad(of(1))(single).dataSync();
    const parts = grad(of(2))(twins).dataSync();
    expectClose(
      parts.subarray(0, 2),
      whole.subarray(0, 2).map((v) => v / 2),
      1e-6,
    );
    expectClose(
      parts.subarray(4, 6),
      whole.subarray(0, 2).map((v) => v / 2),
      1e-6,
    );
    expectClose(parts.subarray(2, 4), whole.subarray(2, 4), 1e-6);
  });
});

describe('the classes that the regularizer looks at', () => {
  test('are all different, come up equally often and in all pairs, and are the same for a seed', () => {
    const [count, size, draws] = [10, 4, 3000];
    const sample = new ClassSample(count, size, 3);
    const again = new ClassSample(count, size, 3);
    const times = new Array<number>(count).fill(0);
    const pairs = new Map<string, number>();
    for (let draw = 0; draw < draws; draw++) {
      const drawn = [...sample.next()];
      expect(drawn).toEqual([...again.next()]);
      expect(new Set(drawn).size).toBe(size);
      for (const a of drawn) {
        times[a]! += 1;
        for (const b of drawn) if (a < b) pairs.set(`${a} ${b}`, (pairs.get(`${a} ${b}`) ?? 0) + 1);
      }
    }
    // Binomial with a standard deviation of at most 28 and 19; two draws of a pass are not independent, to the good.
    const [each, ofPair] = [(draws * size) / count, (draws * size * (size - 1)) / (count * (count - 1))];
    for (const n of times) expect(Math.abs(n - each)).toBeLessThan(5 * Math.sqrt(each));
    expect(pairs.size).toBe(45);
    for (const n of pairs.values()) expect(Math.abs(n - ofPair)).toBeLessThan(5 * Math.sqrt(ofPair));
    expect([...new ClassSample(count, size, 4).next()]).not.toEqual([
      ...new ClassSample(count, size, 3).next(),
    ]);
  });

  /** Two evaluations of the regularizer; normal, so that not all subsets are equally even. */
  function twice(config: Omit<Parameters<typeof affinity>[0], 'start'>): number[] {
    const head = affinity({start: 'normal', seed: 1, ...config});
    head.build([null, 6]);
    return [0, 1].map(() => head.calculateLosses()[0]!.dataSync()[0]!);
  }

  test.each([
    ['all of few', {classes: 256}, true],
    ['few of many', {classes: 257}, false],
    ["all of many with 'all'", {classes: 257, diversityClasses: 'all'}, true],
    ['as many as are given', {classes: 20, diversityClasses: 5}, false],
    ['no more than there are', {classes: 20, diversityClasses: 20}, true],
    ['no more than there are, of more wanted', {classes: 20, diversityClasses: 21}, true],
    ["by the classes' means", {classes: 100, prototypesPerClass: 3}, true],
    ['by all prototypes', {classes: 100, prototypesPerClass: 3, diversityPairs: 'all'}, false],
    ['all in the published form', {classes: 300, preset: 'paper'}, true],
  ] as const)('%s', (_, config, all) => {
    const [first, second] = twice(config) as [number, number];
    if (all) expect(second).toBe(first);
    else expect(second).not.toBe(first);
    expect(twice(config)).toEqual([first, second]);
  });

  test('sample the regularizer without bias to speak of', () => {
    const config = {classes: 60, start: 'normal', seed: 1, prototypesPerClass: 1} as const;
    const exact = affinity({...config, diversityClasses: 'all'});
    const sampled = affinity({...config, diversityClasses: 12});
    for (const head of [exact, sampled]) head.build([null, 6]);
    const [of] = exact.calculateLosses().map((loss) => loss.dataSync()[0]!);
    const drawn = Array.from({length: 400}, () => sampled.calculateLosses()[0]!.dataSync()[0]!);
    const mean = drawn.reduce((a, b) => a + b, 0) / drawn.length;
    expect(Math.abs(mean / of! - 1)).toBeLessThan(0.1);
  });

  test.each([1, 2.5, Number.NaN, 'few'])('cannot be %s', (diversityClasses) => {
    expect(() => affinity({classes: 3, diversityClasses: diversityClasses as number})).toThrow(
      "affinity: diversityClasses must be an integer >= 2, or 'auto', 'all', but got",
    );
  });
});
