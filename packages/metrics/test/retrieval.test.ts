import {frameOf, squaredDistance} from '@isomargin/neighbours';
import '@tensorflow/tfjs-backend-cpu';
import {tensor1d, tensor2d} from '@tensorflow/tfjs-core';
import {afterEach, describe, expect, test, vi} from 'vitest';
import {normals} from '../../../tools/testing/numeric.js';
import {type Matrix, type RetrievalOptions, type RetrievalScores, retrieval} from '../src/index.js';
import {estimateBounds} from '../src/retrieval/bounds.js';
import {eachNeighbourhood} from '../src/retrieval/candidates.js';
import {casesOf, expectClose, type Fixed} from './close.js';

type Scores<Value> = Record<'precisionAt1' | 'rPrecision' | 'mapAtR' | 'meanReciprocalRank', Value>;

interface Case {
  name: string;
  embeddings: number[][];
  labels: number[];
  gallery: {embeddings: number[][]; labels: number[]} | null;
  selfMatches: 'exclude' | 'keep';
  distance: 'euclidean' | 'cosine';
  ties: 'lower-row' | 'same-class' | 'other-class';
  recallAt: number[];
  micro: Scores<Fixed>;
  macro: Scores<Fixed>;
  perClass: Scores<Fixed[]>;
  recalls: number[];
}

function expectScores(actual: RetrievalScores, expected: (name: keyof Scores<unknown>) => Fixed): void {
  for (const name of ['precisionAt1', 'rPrecision', 'mapAtR'] as const)
    expectClose(actual[name]!, expected(name), 1e-9);
  // AccuracyCalculator's is in float32.
  expectClose(actual.meanReciprocalRank!, expected('meanReciprocalRank'), 1e-6);
}

describe.each(casesOf<Case>('retrieval'))('as AccuracyCalculator: $name', (entry) => {
  const {embeddings, labels, gallery, selfMatches, distance, ties, recallAt} = entry;
  const options = {gallery: gallery ?? undefined, selfMatches, distance, ties, recallAt};
  const found = retrieval(embeddings, labels, options);

  test('means over queries and over classes', () => {
    expectScores(found.micro, (name) => entry.micro[name]);
    expectScores(found.macro, (name) => entry.macro[name]);
    expect(found.micro.recallAt.map(({k}) => k)).toEqual(recallAt);
    for (const [place, {recall}] of found.micro.recallAt.entries())
      expectClose(recall!, entry.recalls[place]!, 1e-12);
    expect(found.queries).toBe(labels.length);
  });

  test('per class', () => {
    const counted = found.perClass.filter(({relevant}) => relevant > 0);
    expect(counted).toHaveLength(entry.perClass.mapAtR.length);
    for (const [place, one] of counted.entries()) expectScores(one, (name) => entry.perClass[name][place]!);
    for (const {label, queries} of found.perClass)
      expect(queries).toBe(labels.filter((other) => other === label).length);
    for (const one of found.perClass.filter(({relevant}) => relevant === 0))
      expect([one.precisionAt1, one.mapAtR, one.recallAt[0]!.recall]).toEqual([null, null, null]);
  });

  test('queries that have nothing to find count as 0 on demand', () => {
    const share = 1 - found.lone / labels.length;
    const missed = retrieval(embeddings, labels, {...options, lone: 'miss'});
    expect(missed.lone).toBe(found.lone);
    expectClose(missed.micro.mapAtR!, found.micro.mapAtR! * share, 1e-12);
    expectClose(missed.micro.recallAt[0]!.recall!, found.micro.recallAt[0]!.recall! * share, 1e-12);
  });
});

/** The definitions in plain loops: all rows of the gallery by distance, of equal ones the lower row first. */
function byDefinition(
  x: number[][],
  labels: number[],
  own: number,
  gallery: number[][],
  classes: number[],
  excluded: boolean,
): {relevant: number; first: number; rPrecision: number; map: number} {
  const query = x[own]!;
  const squared = Float64Array.from(gallery, (row) => {
    let sum = 0;
    for (let j = 0; j < row.length; j++) sum += (row[j]! - query[j]!) ** 2;
    return sum;
  });
  const ranked = Array.from(
    Uint16Array.from(squared.keys())
      .filter((row) => !(excluded && row === own))
      .sort((a, b) => squared[a]! - squared[b]! || a - b),
    (row) => classes[row] === labels[own],
  );
  const relevant = ranked.filter(Boolean).length;
  let hits = 0;
  let precisions = 0;
  for (const [place, hit] of ranked.slice(0, relevant).entries()) if (hit) precisions += ++hits / (place + 1);
  return {relevant, first: ranked.indexOf(true) + 1, rPrecision: hits / relevant, map: precisions / relevant};
}

/** Holds the smallest classes against the definitions: one at least, and about 150 queries. */
function expectByDefinition(x: number[][], labels: number[], options: RetrievalOptions = {}): void {
  const gallery = (options.gallery?.embeddings as number[][] | undefined) ?? x;
  const classes = (options.gallery?.labels as number[] | undefined) ?? labels;
  const {perClass} = retrieval(x, labels, options);
  const smallest = perClass.filter(({relevant}) => relevant > 0).sort((a, b) => a.queries - b.queries);
  let queries = 0;
  for (const found of smallest) {
    queries += found.queries;
    if (found !== smallest[0] && queries > 150) break;
    const each = [...x.keys()]
      .filter((row) => labels[row] === found.label)
      .map((row) => byDefinition(x, labels, row, gallery, classes, options.gallery === undefined));
    const mean = (of: (one: (typeof each)[number]) => number): number =>
      each.reduce((sum, one) => sum + of(one), 0) / each.length;
    expect(found.relevant).toBe(each[0]!.relevant);
    expectClose(
      found.precisionAt1!,
      mean(({first}) => Number(first === 1)),
      1e-12,
    );
    expectClose(
      found.recallAt.at(-1)!.recall!,
      mean(({first}) => Number(first <= 8)),
      1e-12,
    );
    expectClose(
      found.meanReciprocalRank!,
      mean(({first}) => (first <= 8 ? 1 / first : 0)),
      1e-12,
    );
    expectClose(
      found.rPrecision!,
      mean(({rPrecision}) => rPrecision),
      1e-12,
    );
    expectClose(
      found.mapAtR!,
      mean(({map}) => map),
      1e-12,
    );
  }
}

describe('galleries that are scanned are ranked as those that are measured row by row', () => {
  const rows = 1100;
  const numbers = normals(rows * 6, 11);
  const table = (value: (i: number, row: number) => number, columns = 6): number[][] =>
    Array.from({length: rows}, (_, row) => Array.from({length: columns}, (__, j) => value(row * 6 + j, row)));
  const classOf = (classes: number): number[] =>
    Array.from({length: rows}, (_, row) => (row * row) % classes);

  const cases: [string, number[][], number[]][] = [
    ['many classes', table((i) => numbers[i]!), classOf(97)],
    ['two classes, of which each needs most of the gallery', table((i) => numbers[i]!), classOf(2)],
    [
      'a rare class among a common one',
      table((i) => numbers[i]!),
      Array.from({length: rows}, (_, row) => Number(row % 433 === 0)),
    ],
    ['whole numbers with many ties', table((i) => Math.round(numbers[i]!), 3), classOf(31)],
    ['all equal', table(() => 1), classOf(65)],
    ['tight clusters far away', table((i, row) => 1e4 * (row % 13) + 1e-4 * numbers[i]!), classOf(13)],
    ['one row very far away', table((i, row) => (row === 7 ? 1e9 : numbers[i]!)), classOf(40)],
    ['very large', table((i) => 1e120 * numbers[i]!), classOf(40)],
    ['very small', table((i) => 1e-150 * numbers[i]!), classOf(40)],
  ];
  test.each(cases)('%s', (_, x, labels) => expectByDefinition(x, labels));

  test('a gallery of its own', () => {
    const x = table((i) => numbers[i]!);
    expectByDefinition(x.slice(0, 70), classOf(30).slice(0, 70), {
      gallery: {embeddings: x.slice(70), labels: classOf(30).slice(70)},
    });
  });

  test('in batches, where not all candidates can be held at once', () => {
    const values = numbers.subarray(0, rows * 6);
    const all = Int32Array.from({length: rows}, (_, row) => row);
    const search = {
      points: {values, columns: 6},
      queries: all,
      gallery: rows,
      selfMatches: false,
      depths: all.map((row) => 1 + (row % 9)),
    };
    /** The nearest of each query, and how many were found. */
    const nearestBy = (held: number): string[] => {
      const found: string[] = [];
      eachNeighbourhood(
        search,
        (query, near, squared) => {
          const order = [...near.keys()].sort((a, b) => squared[a]! - squared[b]!);
          found[query] = `${order.slice(0, 1 + (query % 9)).map((place) => near[place])} ${near.length}`;
        },
        held,
      );
      return found;
    };
    expect(nearestBy(2000)).toEqual(nearestBy(1e9));
    expect(nearestBy(1)).toHaveLength(rows);
  });

  describe('every query gets its nearest rows, and those that are as near as the last', () => {
    const whole = (): number => 9;
    const mixed = (row: number): number => (row % 20 === 0 ? 9 : 900);
    const uneven = (row: number): number => 1 + (row % 120);
    const searches: [string, number[][], (row: number) => number][] = [
      ['normals', table((i) => numbers[i]!), uneven],
      ['few rows that look, among rows that do not', table((i) => numbers[i]!), mixed],
      ['ties closer than a step of int16', table((i, row) => (row % 40) + 1e-5 * numbers[i]!), whole],
      [
        'ties closer than a step of int16 in the next cluster',
        table((i, row) => numbers[(row % 40) * 6 + (i % 6)]! + 1e-4 * numbers[i]!),
        (row) => 35 + (row % 9),
      ],
      ['rows of 1e-6 and of 1e4', table((i, row) => (row % 40 === 0 ? 1e4 : 1e-6) * numbers[i]!), uneven],
      ['whole numbers with many ties', table((i) => Math.round(numbers[i]!), 2), whole],
      [
        'rows that are all equal but for a few',
        table((i, row) => (row % 100 === 0 ? numbers[i]! : 1)),
        uneven,
      ],
    ];
    test.each(searches)('%s', (_, x, depthOf) => {
      const columns = x[0]!.length;
      const values = Float64Array.from(x.flat());
      const all = Int32Array.from({length: rows}, (__, row) => row);
      const distance = (a: number, b: number): number =>
        squaredDistance(values, a * columns, values, b * columns, columns);
      for (const selfMatches of [false, true]) {
        for (const held of [1e9, 3000]) {
          const search = {
            points: {values, columns},
            queries: all,
            gallery: rows,
            selfMatches,
            depths: all.map(depthOf),
          };
          let asked = 0;
          eachNeighbourhood(
            search,
            (query, near, squared) => {
              asked++;
              if (query % 29 > 0) return;
              const every = Float64Array.from(all, (row) => distance(query, row));
              const others = selfMatches ? every : every.filter((__, row) => row !== query);
              const last = others.slice().sort()[depthOf(query) - 1]!;
              const expected = all.filter((row) => every[row]! <= last && (selfMatches || row !== query));
              expect(near.slice().sort()).toEqual(expected);
              expect(Array.from(squared)).toEqual(Array.from(near, (row) => every[row]!));
            },
            held,
          );
          expect(asked).toBe(rows);
        }
      }
    });
  });

  test('int16 scans where it tells rows apart, and float32 otherwise', () => {
    const precisionOf = (x: number[][]): string => {
      const columns = x[0]!.length;
      const points = {values: Float64Array.from(x.flat()), columns};
      const all = Int32Array.from({length: rows}, (_, row) => row);
      const frame = frameOf(points, all, all);
      const search = {points, queries: all, gallery: rows, selfMatches: false, depths: all.map(() => 9)};
      return estimateBounds(search, frame, Float64Array.from(all, frame.normOf))!.precision;
    };
    expect(precisionOf(table((i) => numbers[i]!))).toBe('int16');
    expect(precisionOf(table((i, row) => (row === 7 ? 3e4 : numbers[i]!)))).toBe('float32');
  });

  test('without WebAssembly, too', () => {
    const x = table((i) => numbers[i]!);
    const expected = retrieval(x, classOf(50));
    vi.stubGlobal('WebAssembly', undefined);
    expect(retrieval(x, classOf(50))).toEqual(expected);
  });

  afterEach(() => vi.unstubAllGlobals());
});

test('classes without queries have an entry where they are named', () => {
  const x = [[0], [1], [2], [3]];
  const {perClass, macro} = retrieval(x, [0, 0, 2, 2], {classes: 4});
  expect(perClass.map(({label, queries}) => [label, queries])).toEqual([
    [0, 2],
    [1, 0],
    [2, 2],
    [3, 0],
  ]);
  expect(perClass[1]!.mapAtR).toBeNull();
  expect(macro.mapAtR).toBe(0.75);
});

test('nothing can be found at all', () => {
  const {micro, macro, lone} = retrieval([[0], [1], [2]], [0, 1, 2]);
  expect([micro.mapAtR, macro.precisionAt1, lone]).toEqual([null, null, 3]);
  expect(retrieval([[0], [1], [2]], [0, 1, 2], {lone: 'miss'}).micro.mapAtR).toBe(0);
});

test('tensors, typed and flat rows, and labels of any form', () => {
  const [entry] = casesOf<Case>('retrieval');
  const {labels} = entry!;
  const embeddings = entry!.embeddings.map((row) => Array.from(Float32Array.from(row)));
  const expected = retrieval(embeddings, labels);
  const shape: [number, number] = [embeddings.length, embeddings[0]!.length];
  const data = Float32Array.from(embeddings.flat());
  expect(retrieval({data, shape}, Uint8Array.from(labels))).toEqual(expected);
  const oneHot = labels.map((label) => [0, 1, 2].map((c) => Number(c === label)));
  expect(retrieval(tensor2d(embeddings), oneHot)).toEqual(expected);
  expect(retrieval(tensor2d(embeddings), tensor1d(labels, 'int32'))).toEqual(expected);
  expect(Array.from(data)).toEqual(embeddings.flat());
  const whole = embeddings.map((row) => row.map((value) => Math.round(value * 20)));
  const bytes = {data: Int8Array.from(whole.flat()), shape};
  expect(retrieval(bytes, labels, {gallery: {embeddings: bytes, labels}})).toEqual(
    retrieval(whole, labels, {selfMatches: 'keep'}),
  );
});

describe('bad input', () => {
  const x = [
    [1, 2],
    [3, 4],
    [5, 6],
  ];
  const y = [0, 0, 1];
  const bad: [string, () => unknown, RegExp][] = [
    ['lengths', () => retrieval(x, [0]), /embeddings has 3 examples and labels has 1: both must/],
    [
      'lengths of the gallery',
      () => retrieval(x, y, {gallery: {embeddings: x, labels: [0]}}),
      /gallery\.embeddings has 3 examples and gallery\.labels has 1/,
    ],
    [
      'columns',
      () => retrieval(x, y, {gallery: {embeddings: [[1]], labels: [0]}}),
      /embeddings has 2 columns and gallery\.embeddings has 1/,
    ],
    ['NaN', () => retrieval([[1, NaN]], [0]), /embeddings\[0\]\[1\] is NaN: a finite number/],
    [
      'NaN in the gallery',
      () => retrieval(x, y, {gallery: {embeddings: [[1, Infinity]], labels: [0]}}),
      /gallery\.embeddings\[0\]\[1\] is Infinity/,
    ],
    ['a vector', () => retrieval([1, 2] as unknown as Matrix, [0, 1]), /rows \[n, d\] are needed/],
    ['a label', () => retrieval(x, [0, 0.5, 1]), /labels\[1\] is 0\.5: a label is a whole number from 0/],
    ['a label out of range', () => retrieval(x, [0, 1, 5], {classes: 3}), /labels\[2\] is 5: .* from 0 to 2/],
    [
      'k larger than the gallery',
      () => retrieval(x, y, {recallAt: [1, 3]}),
      /recallAt\[1\] is 3: .* from 1 to 2, the rows that a query can find/,
    ],
    [
      'k of a gallery',
      () => retrieval(x, y, {gallery: {embeddings: x, labels: y}, recallAt: [4]}),
      /recallAt\[0\] is 4: .* 1 to 3/,
    ],
    ['k 0', () => retrieval(x, y, {recallAt: [0]}), /recallAt\[0\] is 0/],
    ['no k', () => retrieval(x, y, {recallAt: []}), /recallAt is \[\]: it must be an array of at least one/],
    ['one row', () => retrieval([[1, 2]], [0]), /embeddings is \[1, …\]: a query needs another row/],
    [
      'not the queries',
      () =>
        retrieval(x, y, {selfMatches: 'exclude', gallery: {embeddings: [x[0]!, x[2]!, x[1]!], labels: y}}),
      /gallery differs from the queries in row 1/,
    ],
    [
      'other labels',
      () => retrieval(x, y, {selfMatches: 'exclude', gallery: {embeddings: x, labels: [0, 1, 1]}}),
      /gallery differs from the queries in row 1/,
    ],
    [
      'no direction',
      () =>
        retrieval(
          [
            [1, 2],
            [0, 0],
          ],
          [0, 0],
          {distance: 'cosine'},
        ),
      /embeddings\[1\] is all 0: with distance 'cosine'/,
    ],
    [
      'no direction in the gallery',
      () => retrieval(x, y, {distance: 'cosine', gallery: {embeddings: [[0, 0]], labels: [0]}}),
      /gallery\.embeddings\[0\] is all 0/,
    ],
    [
      'distance',
      () => retrieval(x, y, {distance: 'l2' as 'cosine'}),
      /distance is l2: allowed are euclidean, cosine/,
    ],
    ['ties', () => retrieval(x, y, {ties: 'none' as 'lower-row'}), /ties is none: allowed are lower-row/],
    ['lone', () => retrieval(x, y, {lone: 'zero' as 'miss'}), /lone is zero: allowed are exclude, miss/],
    [
      'selfMatches',
      () => retrieval(x, y, {selfMatches: false as unknown as 'keep'}),
      /selfMatches is false: allowed/,
    ],
    [
      'unknown option',
      () => retrieval(x, y, {k: 1} as object),
      /unknown option k: this metric knows gallery/,
    ],
  ];

  test.each(bad)('%s', (_, call, message) => {
    expect(call).toThrow(message);
  });
});
