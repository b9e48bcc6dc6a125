import '@tensorflow/tfjs-backend-cpu';
import {tensor1d, tensor2d} from '@tensorflow/tfjs-core';
import {describe, expect, test} from 'vitest';
import * as samplers from '../src/index.js';
import {
  adasyn,
  borderlineSmote,
  clusterCentroids,
  condensedNearestNeighbour,
  editedNearestNeighbours,
  instanceHardnessThreshold,
  kMeansSmote,
  nearMiss,
  oneSidedSelection,
  randomOverSampler,
  randomUnderSampler,
  smote,
  smoteN,
  smoteNc,
} from '../src/index.js';
import {randomTable} from './random-tables.js';

const {X, y} = randomTable([30, 4, 12], 2, 1);
const apart = {
  X: [
    ...Array.from({length: 20}, (_, i) => [i / 100, 0]),
    ...Array.from({length: 8}, (_, i) => [100 + i / 100, 0]),
  ],
  y: [...new Array<number>(20).fill(0), ...new Array<number>(8).fill(1)],
};

/** What is done, and what the error must say. */
const cases: [string, () => unknown, string][] = [
  [
    'one class',
    () => smote().fitResample([[1], [2]], [3, 3]),
    'smote: y has one class alone, 3; at least two are expected.',
  ],
  ['no rows', () => smote().fitResample([], []), 'smote: y is empty; at least two labels are expected.'],
  [
    'X and y of different length',
    () => smote().fitResample(X, y.slice(1)),
    'smote: X has 46 rows and y has 45; as many are expected.',
  ],
  [
    'NaN',
    () =>
      smote().fitResample(
        [
          [1, 2],
          [3, Number.NaN],
        ],
        [0, 1],
      ),
    'smote: X[1][1] is NaN; finite numbers are expected.',
  ],
  [
    '∞',
    () => smote().fitResample({data: Float32Array.of(1, 2, Number.NEGATIVE_INFINITY, 3), columns: 2}, [0, 1]),
    'smote: X[1][0] is -Infinity; finite numbers are expected.',
  ],
  [
    'overflow',
    () => smote().fitResample([[1], [1e160]], [0, 1]),
    'smote: X[1][0] is 1e+160; squared distances overflow, scale the columns first.',
  ],
  [
    'values that vanish',
    () => smote().fitResample([[1e-160], [2e-160]], [0, 1]),
    'smote: no value of X is farther than 2e-160 from 0; squared distances vanish, scale the columns first.',
  ],
  [
    'a row that is none',
    () => randomOverSampler().fitResample([[1], null, [2]] as never, [0, 0, 1]),
    'randomOverSampler: X[1] is null; an array or a typed array is expected.',
  ],
  [
    'a tensor of no columns',
    () => smote().fitResample(tensor2d([], [2, 0]), [0, 1]),
    'smote: the rows of X are empty; give at least one column.',
  ],
  [
    'a tensor of texts',
    () => smote().fitResample(tensor2d([['a'], ['b']]), [0, 1]),
    'smote: X is a tensor of string; float32, int32 or bool is expected.',
  ],
  [
    'noise out of range',
    () =>
      randomOverSampler({shrinkage: 1e308}).fitResample(
        apart.X.map((row) => row.map((value) => 1e6 * value)),
        apart.y,
      ),
    'is out of the range of its numbers; scale the columns first.',
  ],
  [
    'noise out of the range of float32',
    () => randomOverSampler({shrinkage: 1e300}).fitResample(tensor2d(apart.X), apart.y),
    'randomOverSampler: column 0 of a row made from X[23] is out of the range of its numbers; scale the columns first.',
  ],
  [
    'more rows than there is memory',
    () => smote({targets: {counts: {1: 1e15}}, k: 2}).fitResample(X, y),
    'smote: targets asks for 999999999999996 new rows of 2 values; there is no memory for as many.',
  ],
  [
    'rows of different length',
    () => smote().fitResample([[1, 2], [3]], [0, 1]),
    'smote: X[1] is a row of 1 values; a row of 2 is expected, as X[0] is.',
  ],
  [
    'text',
    () =>
      smote().fitResample(
        [
          [1, 'a'],
          [3, 'b'],
        ],
        [0, 1],
      ),
    "smote: X[0][1] is 'a'; a number is expected (smoteNc and smoteN take columns of text).",
  ],
  [
    'columns that do not fit',
    () => smote().fitResample({data: new Float32Array(7), columns: 2}, [0, 1]),
    'smote: X.columns is 2; an integer from 1 that divides the 7 values of X.data is expected.',
  ],
  [
    'integers',
    () => smote().fitResample({data: new Uint8Array(4), columns: 2}, [0, 1]),
    'smote: X holds integers (Uint8Array), and the rows that are made lie between them; give X as Float32Array, Float64Array or a float32 tensor.',
  ],
  [
    'rows of integers',
    () => smote().fitResample([Uint8Array.of(1), Uint8Array.of(2)], [0, 1]),
    'smote: the rows of X hold integers (Uint8Array), and the rows that are made lie between them; give Float32Array, Float64Array or plain arrays.',
  ],
  [
    'an int32 tensor',
    () => smote().fitResample(tensor2d([[1], [2]], undefined, 'int32'), [0, 1]),
    'X holds integers (Int32Array)',
  ],
  [
    'a vector',
    () => smote().fitResample(tensor1d([1, 2]), [0, 1]),
    'smote: X is a tensor of shape [2]; [rows, …] is expected.',
  ],
  [
    'one-hot labels',
    () =>
      smote().fitResample(
        [[1], [2]],
        tensor2d([
          [1, 0],
          [0, 1],
        ]),
      ),
    'smote: y is a tensor of shape [2, 2]; [rows] or [rows, 1] is expected (argMax turns one-hot rows into labels).',
  ],
  [
    'no X',
    () => smote().fitResample(undefined as never, [0, 1]),
    'smote: X must be {data, columns} with a typed array, an array of rows, or a tensor [rows, …].',
  ],
  [
    'no y',
    () => smote().fitResample([[1]], undefined as never),
    'smote: y must be an array, a typed array or a tensor of class labels.',
  ],
  [
    'labels of two types',
    () => smote().fitResample([[1], [2]], [0, 'a'] as never),
    "smote: y[1] is 'a'; finite numbers or texts are expected, all of one type.",
  ],
  [
    'a label that is NaN',
    () => smote().fitResample([[1], [2]], [0, Number.NaN]),
    'smote: y[1] is NaN; finite numbers or texts are expected, all of one type.',
  ],
  [
    'too few rows for k',
    () => smote().fitResample(X, y),
    'smote: class 1 has 4 rows, and k = 5 needs at least 6. The largest k that works is 3.',
  ],
  [
    'a class of one row',
    () => smote().fitResample([[1], [2], [3]], [0, 0, 1]),
    'smote: class 1 has 1 row, and k = 5 needs at least 6. No k works: a neighbour needs a second row.',
  ],
  [
    'too few rows for adasyn',
    () => adasyn().fitResample(X, y),
    'adasyn: class 1 has 4 rows, and k = 5 needs at least 6. The largest k that works is 3.',
  ],
  [
    'too few rows at all',
    () => editedNearestNeighbours({k: 46}).fitResample(X, y),
    'editedNearestNeighbours: X has 46 rows, and k = 46 needs at least 47. The largest k that works is 45.',
  ],
  [
    'no row in danger',
    () => borderlineSmote().fitResample(apart.X, apart.y),
    'borderlineSmote: no row of class 1 is in danger: none has between 5 and 9 rows of other classes among its 10 nearest. Nothing was made; leave the class out of targets, try another m, or take smote.',
  ],
  [
    'no row that is hard',
    () => adasyn().fitResample(apart.X, apart.y),
    'adasyn: no row of class 1 has a row of another class among its 5 nearest',
  ],
  [
    'nearMiss: k',
    () => nearMiss({k: 5}).fitResample(X, y),
    'nearMiss: class 1, the smallest, has 4 rows, and k = 5 needs as many. The largest k that works is 4.',
  ],
  [
    'nearMiss: candidates',
    () => nearMiss({version: 3, candidates: 1, targets: {counts: {0: 9}}}).fitResample(X, y),
    'rows of class 0 are put forward, and 9 are to be kept; raise candidates above 1 or ask for fewer.',
  ],
  [
    'nearMiss: the smallest class',
    () => nearMiss({targets: {counts: {1: 2}}}).fitResample(X, y),
    'nearMiss: targets asks for 2 of the 4 rows of class 1; the other classes are measured against the smallest one, which stays whole.',
  ],
  [
    'seeds',
    () => condensedNearestNeighbour({seeds: 13}).fitResample(X, y),
    'condensedNearestNeighbour: class 2 has 12 rows, and seeds = 13 needs as many.',
  ],
  [
    'store',
    () => oneSidedSelection({k: 6}).fitResample(X, y),
    'oneSidedSelection: the store begins with 5 rows, and k = 6 needs as many. The largest k that works is 5.',
  ],
  [
    'no centre',
    () => clusterCentroids({targets: {counts: {0: 0}}}).fitResample(X, y),
    'clusterCentroids: targets asks for 0 rows of class 0; at least 1 centre.',
  ],
  [
    'more clusters than rows',
    () => kMeansSmote({clusters: 47}).fitResample(X, y),
    'kMeansSmote: clusters is 47, and X has 46 rows; give at most as many.',
  ],
  [
    'too few rows for kMeansSmote',
    () => kMeansSmote({k: 4}).fitResample(X, y),
    'kMeansSmote: class 1 has 4 rows, and k = 4 needs at least 5. The largest k that works is 3.',
  ],
  [
    'no counts for weights',
    () => samplers.balancedWeights(undefined as never),
    'balancedWeights: counts must be an array of numbers, one a class, but got undefined.',
  ],
  [
    'no costs',
    () => samplers.minimumExpectedCost([[1, 0]], undefined as never),
    'minimumExpectedCost: costs must be an array of rows, one a class.',
  ],
  [
    'no priors',
    () => samplers.correctPriors([[1, 0]], {} as never),
    'correctPriors: trained must be an array of numbers, one a class, but got undefined.',
  ],
  [
    'probabilities that sum to 2',
    () => samplers.minimumExpectedCost([[1, 1]], samplers.costsOfMistakes([1, 1])),
    'minimumExpectedCost: the probabilities of row 0 sum to 2; 1 is expected.',
  ],
  [
    'no phases',
    () => samplers.deferredBatches(undefined as never),
    'deferredBatches: phases must be an array of {from, batches}.',
  ],
  [
    'nothing that makes batches',
    () => samplers.batchDataset(samplers.shuffledBatches(y), undefined as never),
    'batchDataset: make must be a function from rows to the tensors of a batch.',
  ],
  [
    'no cluster',
    () => kMeansSmote({balanceThreshold: 1, clusters: 2}).fitResample(X, y),
    'kMeansSmote: no cluster has 3 rows of class 1 and a share of 1 of them.',
  ],
  [
    'no probabilities',
    () => instanceHardnessThreshold({}).fitResample(X, y),
    'instanceHardnessThreshold: the option probabilities is needed.',
  ],
  [
    'probabilities of other classes',
    () => instanceHardnessThreshold({probabilities: y.map(() => [0.5, 0.5])}).fitResample(X, y),
    'probabilities[0] has 2 numbers; 3 are expected, one for each of the classes 0, 1, 2.',
  ],
  [
    'probabilities that are NaN',
    () => instanceHardnessThreshold({probabilities: y.map(() => [0.5, 0.5, Number.NaN])}).fitResample(X, y),
    'probabilities[0][2] is NaN; a finite number is expected.',
  ],
  [
    'smoteNc without categories',
    () => smoteNc().fitResample(X, y),
    'smoteNc: no column is categorical; name them with the option categorical, or take smote.',
  ],
  [
    'smoteNc without numbers',
    () => smoteNc({categorical: [0, 1]}).fitResample(X, y),
    'smoteNc: all 2 columns are categorical, and it needs one of numbers; take smoteN.',
  ],
  [
    'smoteNc: a column that does not exist',
    () => smoteNc({categorical: [2]}).fitResample(X, y),
    'smoteNc: categorical names column 2; X has the columns 0 to 1.',
  ],
  [
    'smoteN: categories of two types',
    () => smoteN().fitResample([['a'], [1]], [0, 1]),
    'smoteN: X[1][0] is 1; the categories of a column are texts or finite numbers, all of one type.',
  ],
  [
    'counts of a class that is not there',
    () => smote({targets: {counts: {7: 9}}}).fitResample(X, y),
    'smote: targets names class 7, which y does not have; y has 0, 1, 2.',
  ],
  [
    'counts below',
    () => smote({targets: {counts: {0: 9}}}).fitResample(X, y),
    'smote: class 0 has 30 rows, and 9 are asked for; over-sampling takes none away.',
  ],
  [
    'counts above',
    () => randomUnderSampler({targets: {counts: {1: 9}}}).fitResample(X, y),
    'randomUnderSampler: class 1 has 4 rows, and 9 are asked for; under-sampling adds none.',
  ],
  [
    'a ratio of three classes',
    () => smote({targets: {ratio: 0.5}}).fitResample(X, y),
    'smote: targets is a ratio, which is for two classes; y has 3. Give {counts}.',
  ],
  [
    'a ratio below',
    () => randomOverSampler({targets: {ratio: 0.4}}).fitResample(apart.X, apart.y),
    'randomOverSampler: the ratio 0.4 gives class 1 8 rows, and it has 8; over-sampling needs a ratio above 0.4.',
  ],
  [
    'a ratio too small',
    () => randomUnderSampler({targets: {ratio: 0.3}}).fitResample(apart.X, apart.y),
    'randomUnderSampler: the ratio 0.3 gives class 0 26 rows, and it has 20; under-sampling needs a ratio of at least 0.4.',
  ],
  [
    'a class to clean that is not there',
    () => editedNearestNeighbours({targets: {classes: ['x']}}).fitResample(X, y),
    'targets names class x, which y does not have',
  ],
];

describe('bad data', () => {
  test.each(cases)('%s', (_, act, message) => {
    expect(act).toThrow(samplers.SamplingError);
    expect(act).toThrow(message);
  });
});

test('where there is nothing to do, there is nothing to miss', () => {
  const labels = apart.y.map((_, i) => i % 2);
  for (const sampler of [borderlineSmote({m: 99}), adasyn({k: 99}), kMeansSmote({k: 99}), smote({k: 99})]) {
    expect(sampler.fitResample(apart.X, labels).X).toEqual(apart.X);
  }
});

test('a class of which cleaning leaves nothing is named', () => {
  const rows = [...apart.X, [50, 0], [0.05, 0], [100.05, 0]];
  const labels = [...apart.y, 2, 2, 2];
  const result = editedNearestNeighbours({targets: 'all'}).fitResample(rows, labels);
  expect(result.lostClasses).toEqual([2]);
  expect(editedNearestNeighbours().fitResample(rows, labels).lostClasses).toEqual([]);
});

describe('bad options', () => {
  test.each<[string, () => unknown, string]>([
    ['unknown', () => smote({neighbors: 5} as never), "smote: unknown option 'neighbors'."],
    ['k', () => smote({k: 0}), 'smote: k must be an integer >= 1, but got 0.'],
    ['seed', () => smote({seed: -1}), 'smote: seed must be an integer >= 0 and <= 4294967295, but got -1.'],
    [
      'targets: a word',
      () => smote({targets: 'majority' as never}),
      "smote: targets must be one of 'auto', 'minority', 'not-minority', 'not-majority', 'all', or {ratio} in (0, 1], or {counts} of whole numbers >= 0 by class, but got 'majority'.",
    ],
    [
      'targets: a ratio',
      () => randomUnderSampler({targets: {ratio: 1.5}}),
      'randomUnderSampler: targets must be one of',
    ],
    ['targets: counts', () => smote({targets: {counts: {0: 1.5}}}), 'smote: targets must be'],
    [
      'targets: two at once',
      () => smote({targets: {counts: {0: 1}, ratio: 1} as never}),
      'smote: targets must be',
    ],
    [
      'targets of cleaning',
      () => editedNearestNeighbours({targets: {counts: {0: 1}} as never}),
      'editedNearestNeighbours: targets must be one of',
    ],
    [
      'version',
      () => nearMiss({version: 4}),
      'nearMiss: version must be an integer >= 1 and <= 3, but got 4.',
    ],
  ])('%s', (_, act, message) => {
    expect(act).toThrow(message);
  });
});
