import {readFileSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {
  fitEncoder,
  fitFill,
  fitStandardizer,
  fromMixedRows,
  type NumberMatrix,
  readCsv,
  selectRows,
  type TableDataset,
  tableDataset,
  toMixedRows,
} from '../src/index.js';

/** A table from CSV whose missing values are kept. */
function table(text: string): TableDataset {
  return readCsv(text, {label: 'y', name: 't', missing: 'keep'}).table;
}

const train = table('n,c,y\n1,u,a\n2,v,a\n?,?,b\n9,v,b\n');
const held = table('n,c,y\n?,w,a\n100,?,b\n');

describe('tableDataset', () => {
  const parts = {
    name: 't',
    columns: [{type: 'number' as const, name: 'n', values: Float64Array.from([1, 2])}],
    labels: [0, 1],
    classes: ['no', 'yes'],
  };

  test('checks its parts', () => {
    expect(tableDataset(parts)).toMatchObject({labelName: 'label', classes: 2, count: 2});
    const refused = (wrong: Partial<Parameters<typeof tableDataset>[0]>) =>
      expect(() => tableDataset({...parts, ...wrong}));
    refused({labels: [0, 2]}).toThrow('t: label 1 is 2; an integer from 0 to 1 is expected');
    refused({labels: [0]}).toThrow("t: column 'n' has 2 rows; 1 are expected, one for each label");
    refused({columns: []}).toThrow('t: there is no column');
    refused({classes: []}).toThrow('t: there are 0 classes');
    refused({columns: [...parts.columns, ...parts.columns]}).toThrow("t: two columns are called 'n'");
    refused({
      columns: [{type: 'category', name: 'c', codes: Int32Array.from([0, 1]), categories: ['u']}],
    }).toThrow("t: column 'c' has the code 1 in row 1; an integer from -1 (missing) to 0 is expected");
  });

  test('selectRows takes rows of all columns, again if need be', () => {
    const rows = selectRows(train, [3, 0, 3]);
    expect(toMixedRows(rows)).toEqual([
      [9, 'v'],
      [1, 'u'],
      [9, 'v'],
    ]);
    expect([...rows.labels]).toEqual([1, 0, 1]);
    expect(rows.count).toBe(3);
    expect(() => selectRows(train, [4])).toThrow('t: row 4 is asked for; an integer from 0 to 3 is expected');
  });
});

describe('fitFill', () => {
  test('fills from the training part alone', () => {
    const fill = fitFill(train);
    expect(fill.values).toEqual([
      {name: 'n', value: 2},
      {name: 'c', value: 'v'},
    ]);
    expect(toMixedRows(fill.transform(train))[2]).toEqual([2, 'v']);
    expect(toMixedRows(fill.transform(held))).toEqual([
      [2, 'w'],
      [100, 'v'],
    ]);
    expect(held.columns[0]).toMatchObject({values: Float64Array.from([Number.NaN, 100])});
    expect(toMixedRows(fitFill(train, {numbers: 'mean'}).transform(held))[0]).toEqual([4, 'w']);
    const set = fitFill(train, {numbers: -1, categories: {category: 'none'}});
    expect(toMixedRows(set.transform(held))).toEqual([
      [-1, 'w'],
      [100, 'none'],
    ]);
  });

  test('refuses options, columns and tables that do not go', () => {
    expect(() => fitFill(train, {numbers: Number.NaN})).toThrow(
      "numbers is NaN; 'mean', 'median' or a finite",
    );
    expect(() => fitFill(train, {categories: 'first' as 'most-frequent'})).toThrow('categories is first');
    expect(() => fitFill(train).transform(table('c,n,y\nu,1,a\nv,2,b\n'))).toThrow(
      't: the columns are c (category), n (number); the fill was fitted on n (number), c (category)',
    );
    expect(() => fitFill(selectRows(train, [2]))).toThrow(
      "t: column 'n' has no value from which to fill others",
    );
  });
});

describe('fitEncoder', () => {
  const filled = fitFill(train).transform(train);

  test('gives numbers as they are and categories one-hot', () => {
    const encoder = fitEncoder(filled);
    expect(encoder.columnNames).toEqual(['n', 'c=u', 'c=v']);
    expect(encoder.transform(filled)).toEqual({
      data: Float32Array.from([1, 1, 0, 2, 0, 1, 2, 0, 1, 9, 0, 1]),
      rows: 4,
      columns: 3,
      columnNames: ['n', 'c=u', 'c=v'],
    });
  });

  test('knows the categories of the rows it was fitted on alone', () => {
    const part = selectRows(filled, [1, 3]);
    expect(fitEncoder(part).columnNames).toEqual(['n', 'c=v']);
    expect(() => fitEncoder(part).transform(filled)).toThrow(
      "t: column 'c' has 'u' in row 0, which does not occur in the training part; unknown: 'zeros' allows that",
    );
    expect([...fitEncoder(part, {unknown: 'zeros'}).transform(filled).data]).toEqual([
      1, 0, 2, 1, 2, 1, 9, 1,
    ]);
  });

  test('finds categories by their text, whatever their codes', () => {
    const other = table('n,c,y\n1,v,a\n1,x,b\n');
    expect([...fitEncoder(filled, {unknown: 'zeros'}).transform(other).data]).toEqual([1, 0, 1, 1, 0, 0]);
  });

  test('refuses missing values and numbers beyond float32', () => {
    expect(() => fitEncoder(train)).toThrow("t: column 'n' has no value in row 2; fitFill fills such places");
    expect(() => fitEncoder(filled).transform(train)).toThrow("t: column 'n' has no value in row 2");
    const large = table('n,y\n1e300,a\n2,b\n');
    expect(() => fitEncoder(large).transform(large)).toThrow(
      "t: column 'n' has 1e+300 in row 0, which float32 cannot hold; fitStandardizer scales columns",
    );
    expect(() => fitEncoder(filled, {unknown: 'skip' as 'zeros'})).toThrow(
      "unknown is 'skip'; 'error' or 'zeros'",
    );
  });
});

describe('fitStandardizer', () => {
  const numbers = table('n,c,same,y\n1,u,0.1,a\n2,v,0.1,b\n6,v,0.1,a\n');

  test('scales by what it was fitted on', () => {
    const scaler = fitStandardizer(numbers);
    expect(scaler.columnNames).toEqual(['n', 'same']);
    expect([...scaler.means]).toEqual([3, 0.1]);
    expect(scaler.deviations[0]).toBeCloseTo(Math.sqrt(14 / 3), 14);
    expect(scaler.constant).toEqual(['same']);
    const scaled = scaler.transform(table('n,c,same,y\n3,u,0.1,a\n10,w,2.1,b\n'));
    expect(scaled.columns[0]).toMatchObject({values: Float64Array.from([0, 7 / Math.sqrt(14 / 3)])});
    expect(scaled.columns[1]).toMatchObject({categories: ['u', 'w']});
    expect(scaled.columns[2]).toMatchObject({values: Float64Array.from([0, 2])});
  });

  test('scales matrices, too, and gives back the same type', () => {
    const matrix = (data: Float32Array | Float64Array): NumberMatrix => ({
      data,
      rows: data.length / 2,
      columns: 2,
      columnNames: ['a', 'b'],
    });
    const given = Float32Array.from([1, 5, 3, 5]);
    const scaler = fitStandardizer(matrix(given));
    expect(scaler.constant).toEqual(['b']);
    expect(scaler.transform(matrix(given)).data).toEqual(Float32Array.from([-1, 0, 1, 0]));
    expect(given).toEqual(Float32Array.from([1, 5, 3, 5]));
    expect(scaler.transform(matrix(Float64Array.from([4, 6]))).data).toEqual(Float64Array.from([2, 1]));
    expect(() => scaler.transform({...matrix(given), columnNames: ['b', 'a']})).toThrow(
      'matrix: the columns are b, a; the standardizer was fitted on a, b',
    );
    expect(() => scaler.transform(matrix(Float32Array.from([1, Infinity])))).toThrow(
      "matrix: column 'b' has Infinity in row 0; a finite number is expected",
    );
    expect(() => fitStandardizer(matrix(new Float32Array(0)))).toThrow('matrix: there is no row to fit on');
  });

  test('a large offset costs no digits', () => {
    const offset = table('n,y\n1000000000.25,a\n1000000000.75,b\n');
    const scaler = fitStandardizer(offset);
    expect([...scaler.deviations]).toEqual([0.25]);
    expect(scaler.transform(offset).columns[0]).toMatchObject({values: Float64Array.from([-1, 1])});
  });

  test('refuses what is missing, and what is not finite once it is scaled', () => {
    expect(() => fitStandardizer(train)).toThrow(
      "t: column 'n' has no value in row 2; fitFill fills such places",
    );
    const small = fitStandardizer(table('n,y\n1e-300,a\n2e-300,b\n'.replaceAll('e-300', 'e-100')));
    expect(() => small.transform(table('n,y\n1e300,a\n2,b\n'))).toThrow(
      /t: column 'n' has 1e\+300 in row 0, which is Infinity once it is scaled \(mean 1\.5e-100, deviation 5e-101\)/,
    );
    expect(() => fitStandardizer(table('n,y\n1e308,a\n-1e308,b\n'))).toThrow("t: column 'n' has the mean");
    expect(() => fitStandardizer(table('n,y\n1e-200,a\n2e-200,b\n'))).toThrow(
      'beyond what float64 can scale',
    );
  });
});

describe('mixed rows', () => {
  const filled = fitFill(train).transform(train);

  test('come back as the table that they were', () => {
    expect(fromMixedRows(toMixedRows(filled), filled.labels, filled)).toEqual(filled);
  });

  test('are checked on both ways', () => {
    expect(() => toMixedRows(train)).toThrow("t: column 'n' has no value in row 2");
    const back =
      (row: (number | string)[], label = 0) =>
      () =>
        fromMixedRows([row], [label], filled);
    expect(back([1])).toThrow('t: row 0 has 1 values; 2 are expected, one for each column');
    expect(back([1, 'z'])).toThrow("t: column 'c' has z in row 0; one of its categories is expected");
    expect(back(['u', 'u'])).toThrow("t: column 'n' has u in row 0; a finite number is expected");
    expect(back([1, 'u'], 2)).toThrow('t: label 0 is 2');
  });
});

/** From tools/reference/datasets/transforms.py. */
const fixture: {
  versions: Record<string, string>;
  train: string;
  held: string;
  means: number[];
  deviations: number[];
  fills: Record<'mean' | 'median', (number | string)[]>;
  encodedNames: string[];
  encoded: number[][];
} = JSON.parse(readFileSync(new URL('fixtures/transforms.json', import.meta.url), 'utf8'));

describe(`as scikit-learn ${fixture.versions['scikit-learn']}`, () => {
  const whole = table(fixture.train);

  test.each(['mean', 'median'] as const)('SimpleImputer: %s and most frequent', (numbers) => {
    const values = fitFill(whole, {numbers}).values.map(({value}) => value);
    for (const [place, value] of values.entries()) {
      const expected = fixture.fills[numbers][place]!;
      if (typeof value === 'number') expect(value / (expected as number)).toBeCloseTo(1, 12);
      else expect(value).toBe(expected);
    }
  });

  test('StandardScaler and OneHotEncoder, fitted on one part and used on another', () => {
    const fill = fitFill(whole, {numbers: 'mean'});
    const scaler = fitStandardizer(fill.transform(whole));
    for (const [i, mean] of fixture.means.entries()) expect(scaler.means[i]! / mean).toBeCloseTo(1, 12);
    for (const [i, deviation] of fixture.deviations.entries()) {
      expect(scaler.deviations[i]! / deviation).toBeCloseTo(1, 9);
    }
    const encoder = fitEncoder(scaler.transform(fill.transform(whole)), {unknown: 'zeros'});
    expect(encoder.columnNames).toEqual(fixture.encodedNames);
    const {data} = encoder.transform(scaler.transform(fill.transform(table(fixture.held))));
    const expected = fixture.encoded.flat();
    expect(data.length).toBe(expected.length);
    for (const [i, value] of expected.entries()) expect(Math.abs(data[i]! - value)).toBeLessThan(1e-5);
  });
});
