import '@tensorflow/tfjs-backend-cpu';
import {memory, type Tensor2D, tensor2d} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import {cmtnnSmote, type NetworkTask, smote} from '../src/index.js';
import {perceptron} from '../src/networks/index.js';
import {randomTable} from './random-tables.js';

const {X, y} = randomTable([60, 20, 35], 3, 11);

describe('from outputs', () => {
  // Rows 0, 1, 2 are wrong for the truth network, rows 1, 2, 3 for the falsity network; all others are right.
  const wrongFor = (rows: number[], own: number, other: number): number[][] =>
    y.map((label, row) =>
      y.map((_, code) => ((code === label) !== rows.includes(row) ? own : other)).slice(0, 3),
    );
  const truth = wrongFor([0, 1, 2], 0.9, 0.1);
  const falsity = wrongFor([1, 2, 3], 0.1, 0.9);
  const large = (rows: number[]): number[] => rows.filter((row) => y[row] !== 1);

  for (const [rule, rows] of [
    ['both', [1, 2]],
    ['either', [0, 1, 2, 3]],
  ] as const) {
    test(`rule ${rule}: takes away what the networks get wrong, then fills up`, () => {
      const result = cmtnnSmote({truth, falsity, rule, seed: 1}).fitResample(X, y);
      const gone = large([...rows]);
      expect(gone.length).toBeGreaterThan(0);
      const left = X.map((_, row) => row).filter((row) => !gone.includes(row));
      expect([...result.indices].filter((_, i) => !result.synthetic[i])).toEqual(left);
      const direct = smote({seed: 1}).fitResample(
        left.map((row) => X[row]!),
        left.map((row) => y[row]!),
      );
      expect(result.X).toEqual(direct.X);
      expect([...result.indices]).toEqual([...direct.indices].map((row) => left[row]));
    });
  }

  test('says what is missing or wrong', () => {
    expect(() => cmtnnSmote({truth}).fitResample(X, y)).toThrow(
      'cmtnnSmote: either train is needed, or truth and falsity are.',
    );
    expect(() => cmtnnSmote({truth, falsity, train: () => truth}).fitResample(X, y)).toThrow(
      'either train is',
    );
    expect(() => cmtnnSmote({truth, falsity: falsity.slice(1)}).fitResample(X, y)).toThrow(
      'falsity has 114 rows, and y has 115',
    );
    const all = wrongFor(
      y.map((_, row) => row),
      0.9,
      0.1,
    );
    const none = wrongFor(
      y.map((_, row) => row),
      0.1,
      0.9,
    );
    expect(() => cmtnnSmote({truth: all, falsity: none}).fitResample(X, y)).toThrow(
      'cmtnnSmote: the networks get all 60 rows of class 0 wrong, and none would be left.',
    );
  });
});

describe('from a function that trains', () => {
  /** Networks that get the rows 1 and 2 wrong, and remember what they were asked. */
  const trainer = (tasks: NetworkTask[] = []) => {
    return (task: NetworkTask): number[][] => {
      tasks.push(task);
      const {data, columns} = task.targets;
      return y.map((_, row) => {
        const targets = [...data.subarray(row * columns, (row + 1) * columns)];
        return row === 1 || row === 2 ? targets.map((target) => 1 - target) : targets;
      });
    };
  };

  test('the truth network learns the classes, the falsity network their complements', () => {
    const tasks: NetworkTask[] = [];
    const result = cmtnnSmote({train: trainer(tasks), seed: 4, cleaningTargets: 'all'}).fitResample(X, y);
    expect(tasks.map(({network}) => network)).toEqual(['truth', 'falsity']);
    for (const {network, X: rows, targets} of tasks) {
      expect([...rows.data]).toEqual(X.flat());
      expect(rows.columns).toBe(3);
      const own = network === 'truth' ? 1 : 0;
      expect([...targets.data]).toEqual(
        y.flatMap((label) => [0, 1, 2].map((code) => (code === label ? own : 1 - own))),
      );
    }
    const kept = [...result.indices].filter((_, i) => !result.synthetic[i]);
    expect(kept).toEqual(X.map((_, row) => row).filter((row) => row !== 1 && row !== 2));
  });

  test('the networks have seeds of their own, which follow from the seed', () => {
    const seedsOf = (seed: number): number[] => {
      const tasks: NetworkTask[] = [];
      cmtnnSmote({train: trainer(tasks), seed}).fitResample(X, y);
      return tasks.map((task) => task.seed);
    };
    expect(seedsOf(4)).toEqual(seedsOf(4));
    expect(new Set([...seedsOf(4), ...seedsOf(5)]).size).toBe(4);
  });

  test('what was given cannot be changed by it', () => {
    const flat = {data: Float64Array.from(X.flat()), columns: 3};
    const train = (task: NetworkTask): number[][] => {
      task.X.data.fill(0);
      return trainer()(task);
    };
    cmtnnSmote({train}).fitResample(flat, y);
    expect([...flat.data]).toEqual(X.flat());
  });

  test('outputs as tensors, at once or later, of which none is left over', async () => {
    const plain = cmtnnSmote({train: trainer(), seed: 1}).fitResample(X, y);
    const asTensor = (task: NetworkTask): Tensor2D => tensor2d(trainer()(task));
    const before = memory().numTensors;
    expect(cmtnnSmote({train: asTensor, seed: 1}).fitResample(X, y)).toEqual(plain);
    const later = cmtnnSmote({train: async (task) => asTensor(task), seed: 1});
    expect(await later.fitResampleAsync(X, y)).toEqual(plain);
    expect(() => later.fitResample(X, y)).toThrow(
      'cmtnnSmote: train returns a promise; take fitResampleAsync.',
    );
    await new Promise((resolve) => setTimeout(resolve));
    expect(memory().numTensors).toBe(before);
  });

  test.each<[string, (outputs: number[][]) => unknown, string]>([
    [
      'too few rows',
      (outputs) => outputs.slice(1),
      'the outputs of the truth network are [114, 3]; [115, 3] is expected',
    ],
    ['one column', (outputs) => outputs.map(([one]) => [one]), 'network are [115, 1]; [115, 3] is expected'],
    [
      'NaN',
      (outputs) => outputs.map(() => [0, Number.NaN, 1]),
      'cmtnnSmote: outputs of the truth network as X: X[0][1] is NaN; finite numbers are expected.',
    ],
    ['nothing', () => undefined, 'cmtnnSmote: outputs of the truth network as X: X must be {data, columns}'],
  ])('outputs: %s', (_, broken, message) => {
    const train = ((task: NetworkTask) => broken(trainer()(task))) as () => number[][];
    expect(() => cmtnnSmote({train}).fitResample(X, y)).toThrow(message);
  });

  test('an error in it comes through', async () => {
    const train = async (): Promise<number[][]> => {
      throw new Error('no memory');
    };
    await expect(cmtnnSmote({train}).fitResampleAsync(X, y)).rejects.toThrow('no memory');
  });
});

describe('perceptron', () => {
  // Two classes that are far apart, and rows of the larger one that lie deep in the smaller one.
  const {X: rows, y: classes} = randomTable([60, 25], 2, 3);
  const apart = rows.map((row, i) => row.map((value) => value + 6 * classes[i]!));
  const inside = classes.flatMap((label, row) => (label === 0 ? [row] : [])).slice(0, 4);
  for (const row of inside) apart[row] = [7 + row / 100, 7];
  const sampler = cmtnnSmote({train: perceptron({epochs: 30}), k: 3, seed: 2});

  test('finds the rows of the larger class that lie in the smaller one, leaves no tensor, and says how far it is', async () => {
    const before = memory().numTensors;
    const stages = new Set<string>();
    const result = await sampler.fitResampleAsync(apart, classes, {
      onProgress: ({stage, done, total}) => {
        stages.add(stage);
        expect(done).toBeLessThan(total);
      },
    });
    expect(memory().numTensors).toBe(before);
    const kept = new Set([...result.indices].filter((_, i) => !result.synthetic[i]));
    expect(apart.map((_, row) => row).filter((row) => !kept.has(row))).toEqual(inside);
    expect([0, 1].map((label) => result.y.filter((one) => one === label).length)).toEqual([56, 56]);
    expect([...stages].slice(0, 2)).toEqual(['truth network', 'falsity network']);
    expect(await sampler.fitResampleAsync(apart, classes)).toEqual(result);
  });

  test('the same seed gives the same outputs, another one others', async () => {
    const task = (seed: number): NetworkTask => ({
      network: 'truth',
      X: {data: Float64Array.from(apart.flat()), columns: 2},
      targets: {data: Float32Array.from(classes.flatMap((label) => [1 - label, label])), columns: 2},
      seed,
      onProgress: () => {},
    });
    const outputs = async (seed: number): Promise<number[]> => {
      const tensor = (await perceptron({epochs: 2})(task(seed))) as Tensor2D;
      const values = [...tensor.dataSync()];
      tensor.dispose();
      return values;
    };
    expect(await outputs(1)).toEqual(await outputs(1));
    expect(await outputs(1)).not.toEqual(await outputs(2));
  });

  test('ends with the reason of the signal, and leaves nothing', async () => {
    const before = memory().numTensors;
    const controller = new AbortController();
    const work = cmtnnSmote({train: perceptron({epochs: 1000})}).fitResampleAsync(apart, classes, {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(work).rejects.toThrow('enough');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(memory().numTensors).toBe(before);
  });

  test('a constant column, and bad options', async () => {
    const constant = apart.map((row) => [...row, 5]);
    const result = await sampler.fitResampleAsync(constant, classes);
    expect(result.X.flat().every(Number.isFinite)).toBe(true);
    expect(() => perceptron({hidden: 0})).toThrow('perceptron: hidden must be an integer >= 1, but got 0.');
    expect(() => cmtnnSmote({train: 3 as never})).toThrow(
      'cmtnnSmote: train must be a function that trains a network and returns its outputs, but got 3.',
    );
  });
});
