import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import * as fc from 'fast-check';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {
  type CsvOptions,
  classCounts,
  csvBatches,
  readCsv,
  readCsvStream,
  scanCsv,
  selectRows,
  type TableDataset,
} from '../src/index.js';
import {fileBytes, loadCsv} from '../src/node/index.js';
import {sharedData} from './shared-data.js';

const last: CsvOptions = {label: -1, name: 'x'};

/** The columns as plain arrays, categories as texts. */
function plain({columns, labels, classNames}: TableDataset) {
  return {
    columns: columns.map((column) =>
      column.type === 'number'
        ? [...column.values]
        : [...column.codes].map((code) => (code < 0 ? undefined : column.categories[code])),
    ),
    labels: [...labels].map((label) => classNames[label]),
  };
}

describe('readCsv', () => {
  test('reads numbers, texts and labels', () => {
    const {table, header} = readCsv('age,housing,class\n23,rents,good\n31.5,owns,bad\n-4e1,owns,good\n', {
      label: 'class',
    });
    expect(header).toBe(true);
    expect(table).toMatchObject({name: 'table', labelName: 'class', count: 3, classes: 2});
    expect(table.classNames).toEqual(['bad', 'good']);
    expect(table.labels).toEqual(Int32Array.from([1, 0, 1]));
    expect(table.columns).toEqual([
      {type: 'number', name: 'age', values: Float64Array.from([23, 31.5, -40])},
      {type: 'category', name: 'housing', codes: Int32Array.from([1, 0, 0]), categories: ['owns', 'rents']},
    ]);
    expect(classCounts(table)).toEqual([1, 2]);
  });

  test.each<[string, string]>([
    ['a byte order mark', '\ufeff1,a\n2,b\n'],
    ['CRLF', '1,a\r\n2,b\r\n'],
    ['CR', '1,a\r2,b\r'],
    ['mixed line ends', '1,a\r\n2,b\n'],
    ['no last line end', '1,a\n2,b'],
    ['empty lines', '\n1,a\n\n  \n2,b\n\n'],
    ['spaces around values', ' 1 ,\ta\n2, b \n'],
    ['quotes', '"1","a"\n"2","b"\n'],
  ])('%s do not matter', (_, text) => {
    const {table} = readCsv(text, last);
    expect(plain(table)).toEqual({columns: [[1, 2]], labels: ['a', 'b']});
    expect(table.columns[0]!.name).toBe('column 0');
    expect(plain(readCsv(new TextEncoder().encode(text), last).table)).toEqual(plain(table));
  });

  test('keeps separators, line ends and quotes that stand in quotes', () => {
    const {table} = readCsv('t,y\n"a,b",1\n"c\r\nd",2\n"say ""hi""",1\n', {label: 'y', header: true});
    expect(plain(table).columns).toEqual([['a,b', 'c\nd', 'say "hi"']]);
  });

  test('reads other separators and decimal commas', () => {
    expect(plain(readCsv('1,5;a\n2,5;b\n', {...last, separator: ';', decimal: ','}).table).columns).toEqual([
      [1.5, 2.5],
    ]);
    expect(plain(readCsv('1\ta\n2\tb\n', {...last, separator: '\t'}).table).columns).toEqual([[1, 2]]);
  });

  test('finds the label by name and by place from either end', () => {
    const text = 'a,b,c\n1,x,3\n4,y,6\n';
    for (const label of ['b', 1, -2]) {
      const {table} = readCsv(text, {label});
      expect(plain(table)).toEqual({
        columns: [
          [1, 4],
          [3, 6],
        ],
        labels: ['x', 'y'],
      });
      expect(table.labelName).toBe('b');
    }
  });

  test('single quotes around all labels go, or are quotes by option', () => {
    expect(readCsv("1,'-1'\n2,'1'\n", last).table.classNames).toEqual(['-1', '1']);
    expect(readCsv("1,'-1'\n2,it's\n", last).table.classNames).toEqual(["'-1'", "it's"]);
    expect(readCsv("1,'a,b'\n2,'it''s'\n", {...last, quote: "'"}).table.classNames).toEqual(['a,b', "it's"]);
    expect(readCsv('1,"a\n2,b"\n', {...last, quote: 'none'}).table.classNames).toEqual(['"a', 'b"']);
  });

  test('classes are in order of value where they are numbers, else of their text', () => {
    expect(readCsv('1,10\n1,9\n1,-1\n', last).table.classNames).toEqual(['-1', '9', '10']);
    expect(readCsv('1,b10\n1,b9\n1,B\n', last).table.classNames).toEqual(['B', 'b10', 'b9']);
    const {table} = readCsv('1,no\n2,yes\n', {...last, classNames: ['yes', 'no', 'perhaps']});
    expect([table.classNames, [...table.labels]]).toEqual([
      ['yes', 'no', 'perhaps'],
      [1, 0],
    ]);
  });

  test('a header is told from rows', () => {
    const headers = (text: string, label: CsvOptions['label'] = -1) => readCsv(text, {label}).header;
    expect(headers('a,b\n1,x\n2,y\n')).toBe(true);
    expect(headers('1,x\n2,y\n')).toBe(false);
    expect(headers('kind,class\nx,p\ny,q\n', 'class')).toBe(true);
    const undecided = /^table: whether line 1 has the names of the columns cannot be told \(/;
    expect(() => headers('kind,class\nx,p\ny,q\n')).toThrow(undecided);
    expect(() => headers('n,2020,class\n5,1,p\n6,2,q\n')).toThrow(undecided);
    expect(readCsv('kind,class\nx,p\ny,q\n', {label: 1, header: false}).table.count).toBe(3);
    expect(readCsv('kind,class\nx,p\ny,q\n', {label: 1, header: true}).table.count).toBe(2);
  });

  describe('types', () => {
    const text = 'zip,id,class\n01234,x7,a\n98765,x8,b\n';

    test('are as they are said to be', () => {
      const {table} = readCsv(text, {
        label: 'class',
        columns: [
          {column: 'zip', type: 'category'},
          {column: 1, type: 'skip'},
        ],
      });
      expect(table.columns).toMatchObject([{name: 'zip', categories: ['01234', '98765']}]);
    });

    test.each<[string, string, Partial<CsvOptions>, string]>([
      [
        'a text among numbers',
        '1,a\n2,b\noops,a\n',
        {},
        "x, line 3, column 'column 0': 'oops' is no number, and line 1 has '1', a number; set the column's type",
      ],
      [
        'a number among texts',
        'u,a\nv,b\n7,a\n',
        {header: false},
        "x, line 3, column 'column 0': '7' is a number, and line 1 has 'u'; set the column's type to 'number' or",
      ],
      [
        'a text in a column of numbers',
        'oops,a\n2,b\n',
        {header: false, columns: [{column: 0, type: 'number'}]},
        "x, line 1, column 'column 0': 'oops' is no number",
      ],
      [
        'hexadecimal',
        '0x10,a\n2,b\n',
        {},
        "x, line 2, column 'column 0': '2' is a number, and line 1 has '0x10'",
      ],
      ['infinity', '1,a\n-inf,b\n', {}, "x, line 2, column 'column 0': '-inf' is not a finite number"],
      [
        'Infinity',
        'Infinity,a\n1,b\n',
        {},
        "x, line 1, column 'column 0': 'Infinity' is not a finite number",
      ],
      [
        'a number too large',
        '1,a\n1e999,b\n',
        {},
        "x, line 2, column 'column 0': '1e999' is not a finite number",
      ],
      [
        'NaN that is no mark',
        '1,a\nNaN,b\n',
        {missingMarks: ['?']},
        "x, line 2, column 'column 0': 'NaN' is not a finite number",
      ],
      [
        'decimal commas that were not said',
        '1,5;a\n2,5;b\n',
        {separator: ';', header: false},
        "x: column 'column 0' has values like '1,5': set decimal to ','",
      ],
    ])('%s is refused', (_, input, options, message) => {
      // A first row of texts above numbers would be a header.
      expect(() => readCsv(input, {...last, header: false, ...options})).toThrow(message);
      expect(() => readCsv(input, {...last, header: false, ...options})).toThrow(RangeError);
    });

    test('categories and numbers may mix where a type is set', () => {
      const {table} = readCsv('1,a\nx,b\n', {
        ...last,
        header: false,
        columns: [{column: 0, type: 'category'}],
      });
      expect(plain(table).columns).toEqual([['1', 'x']]);
    });
  });

  describe('missing values', () => {
    const text = 'n,c,class\n1,u,a\n?,u,b\n3,,a\n4,NA,b\n5,v,a\n6,v,b\n';

    test('are refused by default', () => {
      expect(() => readCsv(text, last)).toThrow(
        "x, line 3, column 'n': the value is missing ('?'); missing: 'drop' leaves such rows out, 'keep' keeps",
      );
    });

    test('are dropped with their rows', () => {
      const {table, droppedRows} = readCsv(text, {...last, missing: 'drop'});
      expect(droppedRows).toBe(3);
      expect(plain(table)).toEqual({
        columns: [
          [1, 5, 6],
          ['u', 'v', 'v'],
        ],
        labels: ['a', 'a', 'b'],
      });
      expect(() => readCsv('?,a\n?,b\n', {...last, header: false, missing: 'drop'})).toThrow(
        "x: all 2 rows have a missing value, and missing is 'drop'; none is left",
      );
    });

    test('are kept as NaN and as code -1', () => {
      const {table} = readCsv(text, {...last, missing: 'keep'});
      expect(plain(table).columns).toEqual([
        [1, Number.NaN, 3, 4, 5, 6],
        ['u', 'u', undefined, undefined, 'v', 'v'],
      ]);
      const first = readCsv('?,?,a\n1,u,b\n', {...last, header: false, missing: 'keep'}).table;
      expect(plain(first).columns).toEqual([
        [Number.NaN, 1],
        [undefined, 'u'],
      ]);
    });

    test('have marks of their own in a column', () => {
      const {table} = readCsv('0,0,a\n2,3,b\n', {
        ...last,
        missing: 'keep',
        columns: [{column: 1, missingMarks: ['0']}],
      });
      expect(plain(table).columns).toEqual([
        [0, 2],
        [Number.NaN, 3],
      ]);
    });

    test('a missing label is never kept', () => {
      const lacking = '1,a\n2,b\n3,?\n';
      const message = "x, line 3, column 'column 1': the label is missing ('?')";
      expect(() => readCsv(lacking, last)).toThrow(message);
      expect(() => readCsv(lacking, {...last, missing: 'keep'})).toThrow(message);
      expect(readCsv(lacking, {...last, missing: 'drop'}).table.count).toBe(2);
    });

    test('a column without any value is refused', () => {
      expect(() => readCsv('?,1,a\n?,2,b\n', {...last, missing: 'keep'})).toThrow(
        "x: column 'column 0' has no value at all; leave it out",
      );
    });

    test('values missing in a column that is skipped do not matter', () => {
      const {table} = readCsv('?,1,a\n?,2,b\n', {...last, columns: [{column: 0, type: 'skip'}]});
      expect(table.count).toBe(2);
    });
  });

  test.each<[string, string | Uint8Array, Partial<CsvOptions>, string]>([
    ['an empty file', '', {}, 'x: is empty; rows of a table are expected'],
    ['blank lines alone', '\n \n', {}, 'x: is empty'],
    ['names alone', 'a,b\n', {header: true}, 'x: there is a line with names and no row'],
    ['a short row', '1,2,a\n3,4,b\n5,c\n', {}, 'x, line 3: 2 fields; 3 are expected, as on line 1'],
    ['a long row', '\n1,a\n3,4,b\n', {}, 'x, line 3: 3 fields; 2 are expected, as on line 2'],
    [
      'a short row far behind, after line ends in quotes',
      `${'"1\n\n",2,a\n3,4,b\n'.repeat(40)}5,c\n`,
      {header: false, columns: [{column: 0, type: 'category'}]},
      'x, line 161: 2 fields; 3 are expected, as on line 1',
    ],
    [
      'a label column that is not there',
      'age,class\n1,a\n2,b\n',
      {label: 'clas'},
      "x: label is 'clas', which no column is called; did you mean 'class'?",
    ],
    [
      'a label column with no name near',
      'age,class\n1,a\n2,b\n',
      {label: 'something else'},
      "x: label is 'something else', which no column is called; the columns are 'age', 'class'",
    ],
    [
      'a place beyond the columns',
      '1,a\n2,b\n',
      {label: 2},
      'x: label is column 2; a place from -2 to 1 is expected, as there are 2 columns',
    ],
    [
      'an option for a column that is not there',
      'age,class\n1,a\n2,b\n',
      {columns: [{column: 'agee', type: 'skip'}]},
      "x: columns is 'agee', which no column is called; did you mean 'age'?",
    ],
    [
      'two columns of one name',
      'a,a,y\n1,2,a\n3,4,b\n',
      {},
      "x, line 1: columns 0 and 1 are both called 'a'",
    ],
    [
      'one class',
      '1,a\n2,a\n',
      {},
      "x: all 2 rows have the label 'a' (column 1); at least two classes are expected",
    ],
    [
      'a label that is no class',
      '1,goood\n2,bad\n',
      {classNames: ['good', 'bad']},
      "x, line 1, column 'column 1': the label is 'goood'; one of 'good', 'bad' is expected; did you mean 'good'?",
    ],
    [
      'one column',
      '1;a\n2;b\n',
      {},
      'x, line 1: 1 field, with the separator ","; a label and at least one more are expected. Is the separator ";"?',
    ],
    [
      'all columns skipped',
      '1,a\n2,b\n',
      {columns: [{column: 0, type: 'skip'}]},
      'x: all columns but the label',
    ],
    [
      'a quote that is not closed',
      '1,a\n2,"b\n3,c\n',
      {},
      'x, line 2: a quote (") is opened that is not closed',
    ],
    [
      'text after a quote',
      '1,a\n2,"b"c\n3,d\n',
      {},
      'x, line 2: a quote (") is closed and no separator follows; inside quotes a quote is written twice',
    ],
    ['a web page', '<!DOCTYPE html>\n<p>404,</p>', {}, 'x: begins as a web page (HTML or XML) does'],
    [
      'a workbook',
      Uint8Array.from([0x50, 0x4b, 3, 4, 0]),
      {},
      'x: begins as a zip archive (an Excel workbook is',
    ],
    ['an image', Uint8Array.from([0x89, 0x50, 0x4e, 0x47]), {}, 'x: begins as a PNG image does'],
    ['UTF-16', Uint8Array.from([0xff, 0xfe, 0x31, 0, 0x2c, 0]), {}, 'x: begins as text in UTF-16 does'],
    ['bytes that are no text', Uint8Array.from([0x31, 0x2c, 0xe4, 0x0a]), {}, 'x: is not in UTF-8'],
    ['half a character', Uint8Array.from([0x31, 0x2c, 0xc3]), {}, 'x: is not in UTF-8'],
    ['zero bytes', '1,a\n2,\0\n', {}, 'x: has zero bytes; a CSV table is text'],
    [
      'an option that is misspelt',
      '1,a\n',
      {seperator: ';'} as Partial<CsvOptions>,
      "CSV: there is no option 'seperator'; did you mean 'separator'?",
    ],
    [
      'an option of a column that is misspelt',
      '1,a\n',
      {columns: [{column: 0, typ: 'number'} as never]},
      "CSV, columns: there is no option 'typ'; did you mean 'type'?",
    ],
    [
      'input that is none',
      undefined as never,
      {},
      'x: the input is undefined; text or a Uint8Array is expected',
    ],
    [
      'one column twice',
      '1,a\n2,b\n',
      {columns: [{column: 0}, {column: -2, type: 'skip'}]},
      "x: columns has 'column 0' twice",
    ],
    [
      'a type for the label',
      '1,a\n2,b\n',
      {columns: [{column: 1, type: 'number'}]},
      "x: columns has the type 'number' for 'column 1', which is the label; labels are classes",
    ],
    [
      'an option beyond those allowed',
      '1,a\n',
      {missing: 'fill' as 'drop'},
      'missing is "fill"; \'error\' or',
    ],
    ['a separator of two', '1,a\n', {separator: '::'}, 'separator is "::"; one character is expected'],
    ['a separator that is the decimal', '1,a\n', {decimal: ','}, "separator and decimal are both ','"],
    ['a label that is no place', '1,a\n', {label: 0.5}, "label is 0.5; a column's name or place is expected"],
    ['classes of one name', '1,a\n', {classNames: ['a', 'a']}, 'classNames has a name twice: a, a'],
  ])('refuses %s', (_, input, options, message) => {
    expect(() => readCsv(input, {...last, ...options})).toThrow(message);
    expect(() => readCsv(input, {...last, ...options})).toThrow(RangeError);
  });

  test('refuses no options', () => {
    expect(() => readCsv('1,a\n', undefined as never)).toThrow(
      "CSV: options are undefined; an object with 'label'",
    );
  });

  test('one class is read where all classes are known', () => {
    const {table} = readCsv('1,a\n2,a\n', {...last, classNames: ['a', 'b']});
    expect(classCounts(table)).toEqual([2, 0]);
  });
});

/** A stream of pieces of the given size. */
async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** A field as RFC 4180 writes it, in quotes where it must be or where it may be. */
function written(text: string, quoted: boolean): string {
  return quoted || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

describe('readCsvStream', () => {
  test('reads back any texts, in pieces of any size', async () => {
    const texts = fc
      .string({
        unit: fc.constantFrom('a', 'ä', '😀', '"', ',', '\n', "'", ' ', ';', '\ufeff', '1'),
        maxLength: 6,
      })
      .map((text) => `x${text}x`);
    const rows = fc.array(fc.tuple(texts, fc.constantFrom('p', 'q'), fc.boolean()), {
      minLength: 1,
      maxLength: 12,
    });
    const ends = fc.constantFrom('\n', '\r\n', '\r');
    await fc.assert(
      fc.asyncProperty(
        rows,
        ends,
        fc.boolean(),
        fc.integer({min: 1, max: 40}),
        async (given, end, open, size) => {
          const content =
            given
              .map(([text, label, quoted]) => `${written(text, quoted)},${written(label, quoted)}`)
              .join(end) + (open ? '' : end);
          const {table} = await readCsvStream(pieces(new TextEncoder().encode(content), size), {
            label: -1,
            header: false,
            classNames: ['p', 'q'],
          });
          expect(plain(table)).toEqual({
            columns: [given.map(([text]) => text)],
            labels: given.map(([, label]) => label),
          });
        },
      ),
    );
  });

  test('joined files may each have a byte order mark', async () => {
    const content = new TextEncoder().encode('\ufeff1,a\n\ufeff2,b\n\ufeff3,a\n'.repeat(100));
    for (const size of [8, 100, 1e6]) {
      const {table} = await readCsvStream(pieces(content, size), last);
      expect(plain(table).columns[0]).toEqual(Array.from({length: 300}, (_, row) => (row % 3) + 1));
      const short = Uint8Array.from([...content, ...new TextEncoder().encode('4\n')]);
      await expect(readCsvStream(pieces(short, size), last)).rejects.toThrow('x, line 301: 1 field');
    }
  });

  const text = `\ufeffn,text,class\r\n${'1.5,"ä, ""b""\r\nc",u\r\n2,x,v\r\n'.repeat(60)}`;
  const bytes = new TextEncoder().encode(text);
  const whole = readCsv(text, last);

  test.each([1, 2, 3, 7, 64, 1e6])('pieces of %i bytes make no difference', async (size) => {
    expect(await readCsvStream(pieces(bytes, size), last)).toEqual(whole);
  });

  test('takes web streams, and unzips', async () => {
    expect(await readCsvStream(new Blob([bytes]).stream(), last)).toEqual(whole);
    const zipped = Uint8Array.from(gzipSync(bytes));
    expect(await readCsvStream(new Blob([zipped]).stream(), last)).toEqual(whole);
    expect(await readCsvStream(pieces(zipped, 5), last)).toEqual(whole);
    await expect(readCsvStream(pieces(zipped.subarray(0, -9), 50), last)).rejects.toThrow(
      /^x: no complete gzip data \(/,
    );
  });

  test('refuses what readCsv refuses', async () => {
    const refuses = async (input: string | Uint8Array, message: string) =>
      expect(
        readCsvStream(pieces(typeof input === 'string' ? new TextEncoder().encode(input) : input, 3), last),
      ).rejects.toThrow(message);
    await refuses('', 'x: is empty');
    await refuses('1,2,a\n3,4,b\n5,c\n', 'x, line 3: 2 fields; 3 are expected, as on line 1');
    await refuses('1,a\n2,"b\n3,c\n', 'x, line 2: a quote (") is opened that is not closed');
    await refuses(Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]), 'x: begins as a zip archive');
    await refuses(Uint8Array.from([0x31, 0x2c, 0xc3]), 'x: is not in UTF-8');
  });

  test('a failure of the source is passed on, and a source is closed after a refusal', async () => {
    const failing = async function* (): AsyncGenerator<Uint8Array> {
      yield gzipSync(bytes).subarray(0, 40);
      throw new Error('the cable is out');
    };
    await expect(readCsvStream(failing(), last)).rejects.toThrow('the cable is out');
    let closed = false;
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield new TextEncoder().encode('1,a\n2\n'.repeat(500));
      } finally {
        closed = true;
      }
    };
    await expect(readCsvStream(endless(), last)).rejects.toThrow('x, line 2: 1 field; 2 are expected');
    expect(closed).toBe(true);
  });

  test('a row without end is refused before all of it is read', async () => {
    let read = 0;
    const open = async function* (): AsyncGenerator<Uint8Array> {
      yield new TextEncoder().encode('1,a\n2,"');
      for (; read < 1000; ++read) yield new TextEncoder().encode('3,b\n'.repeat(2 ** 16));
    };
    await expect(readCsvStream(open(), last)).rejects.toThrow('x, line 2: the row has no end within 4194304');
    expect(read).toBeLessThan(20);
  });
});

describe('scanCsv and csvBatches', () => {
  const text = `n,c,class\n${Array.from({length: 25}, (_, i) => `${i},${i < 20 ? 'u' : 'a'},'${i % 3}'`).join('\n')}`;
  const source = (content: string) => pieces(new TextEncoder().encode(content), 7);
  const options: CsvOptions = {label: 'class', name: 'big'};

  test('a scan finds what the whole table has', async () => {
    expect(await scanCsv(source(text), options)).toEqual({
      options,
      header: true,
      columns: [
        {name: 'n', type: 'number'},
        {name: 'c', type: 'category', categories: ['a', 'u']},
      ],
      labelName: 'class',
      classNames: ['0', '1', '2'],
      labelTexts: ["'0'", "'1'", "'2'"],
      classCounts: [9, 8, 8],
      count: 25,
      droppedRows: 0,
    });
  });

  test.each([1, 4, 5, 25, 1000])('batches of %i rows are the table', async (batchRows) => {
    const {table} = readCsv(text, options);
    const schema = JSON.parse(JSON.stringify(await scanCsv(source(text), options)));
    let at = 0;
    for await (const batch of csvBatches(source(text), schema, {batchRows})) {
      const rows = Array.from({length: Math.min(batchRows, 25 - at)}, (_, i) => at + i);
      expect(batch).toEqual(selectRows(table, rows));
      at += batch.count;
    }
    expect(at).toBe(25);
  });

  test('rows are dropped from batches as from the table', async () => {
    const lacking = text.replaceAll('\n7,', '\n?,').replaceAll('\n8,', '\n?,');
    const schema = await scanCsv(source(lacking), {...options, missing: 'drop'});
    expect([schema.count, schema.droppedRows]).toEqual([23, 2]);
    const counts: number[] = [];
    for await (const {count} of csvBatches(source(lacking), schema, {batchRows: 10})) counts.push(count);
    expect(counts).toEqual([10, 10, 3]);
  });

  test('what the scan has not found is refused, with its line', async () => {
    const schema = await scanCsv(source(text), options);
    const refuses = async (content: string, message: string, batchRows = 4) =>
      expect(async () => {
        for await (const _ of csvBatches(source(content), schema, {batchRows}));
      }).rejects.toThrow(message);
    await refuses(
      `${text}\n25,z,'0'\n`,
      "big, line 27, column 'c': 'z' is none of the categories that were found",
    );
    await refuses(`${text}\n25,u,'9'\n`, "big, line 27, column 'class': the label is ''9''; one of");
    await refuses(`${text}\nx,u,'1'\n`, "big, line 27, column 'n': 'x' is no number");
    await refuses(
      text.replace('n,c', 'n,d'),
      "big: there is a column 'd', which was not there when it was scanned",
    );
    await refuses('', 'big: is empty');
    await refuses(text, 'batchRows is 0; an integer from 1', 0);
    await expect(scanCsv(source('n,class\n1,a\n'), options)).rejects.toThrow("all 1 rows have the label 'a'");
  });

  test('a source is closed where somebody stops', async () => {
    let closed = false;
    const endless = async function* (): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield new TextEncoder().encode(`${text}\n`.slice('n,c,class\n'.length));
      } finally {
        closed = true;
      }
    };
    const schema = {
      ...(await scanCsv(source(text), options)),
      header: false,
      options: {...options, label: -1},
    };
    const columns = schema.columns.map((column, place) => ({...column, name: `column ${place}`}));
    for await (const batch of csvBatches(endless(), {...schema, columns}, {batchRows: 40})) {
      expect(batch.count).toBe(40);
      break;
    }
    expect(closed).toBe(true);
  });
});

describe('loadCsv', () => {
  let dir = '';
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'isomargin-csv-'));
  });
  afterAll(() => rm(dir, {recursive: true}));
  const written = async (name: string, content: string | Uint8Array): Promise<string> => {
    await writeFile(join(dir, name), content);
    return join(dir, name);
  };

  test('is called as the file, and knows tabs by its ending', async () => {
    const {table} = await loadCsv(await written('t.csv', '1,a\n2,b\n'), {label: -1});
    expect(table).toMatchObject({name: 't.csv', count: 2});
    expect((await loadCsv(await written('t.tsv', '1\ta\n2\tb\n'), {label: -1})).table.count).toBe(2);
    const zipped = await written('t.tsv.gz', gzipSync('1\ta\n2\tb\n'));
    expect((await loadCsv(zipped, {label: -1, name: 'mine'})).table.name).toBe('mine');
  });

  test('a file is scanned and read in batches', async () => {
    const path = await written('b.csv.gz', gzipSync('1,a\n2,b\n3,a\n'));
    const schema = await scanCsv(fileBytes(path), {label: -1});
    const labels: number[][] = [];
    for await (const batch of csvBatches(fileBytes(path), schema, {batchRows: 2}))
      labels.push([...batch.labels]);
    expect(labels).toEqual([[0, 1], [0]]);
  });

  test('refuses what is no such file', async () => {
    await expect(loadCsv(join(dir, 'none.csv'), last)).rejects.toThrow(
      'none.csv cannot be read: it does not exist',
    );
    await expect(loadCsv(dir, last)).rejects.toThrow('cannot be read: it is a folder');
    await expect(loadCsv(await written('no.csv.gz', '1,a\n2,b\n'), last)).rejects.toThrow(
      'no.csv.gz: is called .gz, but its bytes do not begin as gzip data do',
    );
    await expect(loadCsv(await written('empty.csv', ''), {label: -1})).rejects.toThrow('empty.csv: is empty');
    await expect(
      loadCsv(await written('cut.csv.gz', gzipSync('1,a\n').subarray(0, 12)), last),
    ).rejects.toThrow('x: no complete gzip data');
  });
});

const tables = sharedData('tabular');
describe.skipIf(!tables)('real tables (skipped where ../shared/data/tabular is absent)', () => {
  test.each<[string, number, string, Record<string, number>]>([
    ['mammography', 11183, 'nnnnnn', {'-1': 10923, '1': 260}],
    ['glass', 214, 'nnnnnnnnn', {1: 70, 2: 76, 3: 17, 5: 13, 6: 9, 7: 29}],
    ['new-thyroid', 215, 'nnnnn', {1: 150, 2: 35, 3: 30}],
    ['haberman', 306, 'nnn', {1: 225, 2: 81}],
    ['pima-indians-diabetes', 768, 'nnnnnnnn', {0: 500, 1: 268}],
    ['german', 1000, 'cnccnccnccncnccncncc', {1: 700, 2: 300}],
  ])('%s', async (name, count, types, classes) => {
    const {table, header, droppedRows} = await loadCsv(join(tables!, `${name}.csv`), {label: -1});
    expect([header, droppedRows, table.count]).toEqual([false, 0, count]);
    expect(table.columns.map(({type}) => type[0]).join('')).toBe(types);
    expect(Object.fromEntries(classCounts(table).map((n, label) => [table.classNames[label], n]))).toEqual(
      classes,
    );
  });

  test('zeros of the Pima table are missing values where that is said', async () => {
    const {table} = await loadCsv(join(tables!, 'pima-indians-diabetes.csv'), {
      label: -1,
      missing: 'keep',
      columns: [1, 2, 3, 4, 5].map((column) => ({column, missingMarks: ['0', '0.0']})),
    });
    const missing = table.columns.map((column) =>
      column.type === 'number' ? column.values.filter((value) => Number.isNaN(value)).length : -1,
    );
    expect(missing).toEqual([0, 5, 35, 227, 374, 11, 0, 0]);
  });
});
