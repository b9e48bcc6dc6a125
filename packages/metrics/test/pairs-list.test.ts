import {describe, expect, test} from 'vitest';
import {parseCsvPairs, parseLfwPairs} from '../src/index.js';

describe('the form of LFW', () => {
  const names = ['A_B/A_B_0001.jpg', 'A_B/A_B_0012.jpg', 'C/C_0002.jpg', 'C/C_0003.jpg', 'D/D_0001.jpg'];
  const list = '2\t1\nA_B\t1\t12\nA_B\t12\tC\t3\nC\t2\t3\nD\t1\tA_B\t1\n';

  test('folds of same and different pairs', () => {
    expect(parseLfwPairs(list, {names})).toEqual({
      left: Int32Array.of(0, 1, 2, 4),
      right: Int32Array.of(1, 3, 3, 0),
      same: Uint8Array.of(1, 0, 1, 0),
      folds: Int32Array.of(0, 0, 1, 1),
    });
    expect(parseLfwPairs(list.replaceAll('\t', '  ').replaceAll('\n', '\r\n'), {names}).left).toHaveLength(4);
  });

  test('several pairs of each kind in a fold', () => {
    const pairs = parseLfwPairs('2\nA_B 1 12\nC 2 3\nA_B 1 C 2\nD 1 C 3\n', {names});
    expect([...pairs.same]).toEqual([1, 1, 0, 0]);
    expect([...pairs.left, ...pairs.right]).toEqual([0, 2, 0, 4, 1, 3, 2, 3]);
  });

  test('one fold, and names of another form', () => {
    const pairs = parseLfwPairs('1\ns1 1 2\ns1 1 s2 1', {
      names: ['s2/1', 's1/1', 's1/2'],
      itemName: (person, image) => `${person}/${image}`,
    });
    expect(pairs).toEqual({
      left: Int32Array.of(1, 1),
      right: Int32Array.of(2, 0),
      same: Uint8Array.of(1, 0),
      folds: Int32Array.of(0, 0),
    });
  });

  const bad: [string, string, RegExp][] = [
    [
      'an unknown name',
      list.replace('C\t2\t3', 'C\t2\t9'),
      /line 4 names C\/C_0009.jpg: it is none of the names/,
    ],
    ['an unknown person', list.replace('D\t1', 'E\t1'), /line 5 names E\/E_0001.jpg/],
    [
      'no image number',
      list.replace('A_B\t1\t12', 'A_B\tx\t12'),
      /line 2 has the image number x: a whole number/,
    ],
    ['a pair of one image', list.replace('C\t2\t3', 'C\t2\t2'), /line 4 pairs C\/C_0002.jpg with itself/],
    ['a pair of one person', list.replace('D\t1', 'A_B\t12'), /line 5 has A_B twice: two persons/],
    ['too few fields', list.replace('D\t1\tA_B\t1', 'D\t1\t2'), /line 5 has 3 fields: 4 are needed here/],
    ['too many fields', list.replace('C\t2\t3', 'C\t2\t3\t4'), /line 4 has 4 fields: 3 are needed here/],
    [
      'too few pairs',
      list.replace('2\t1', '3\t1'),
      /the list has 4 pairs: by line 1, 3 folds of 1 .*should have 6/,
    ],
    ['no header', list.slice(4), /line 1 is 'A_B\t1\t12': 'folds pairs' or 'pairs' is needed/],
    ['a header of 0', list.replace('2\t1', '0\t1'), /line 1 is '0\t1'/],
    ['nothing', ' \n', /line 1 is ''/],
  ];
  test.each(bad)('%s', (_, text, message) => {
    expect(() => parseLfwPairs(text, {names})).toThrow(message);
  });

  test('names', () => {
    expect(() => parseLfwPairs(list, {names: []})).toThrow(/names is empty/);
    expect(() => parseLfwPairs(list, {names: ['a', 'b', 'a']})).toThrow(/names\[2\] is a, as is names\[0\]/);
  });
});

describe('comma-separated values', () => {
  const names = ['a.png', 'b, the "second".png', 'c.png'];

  test('with a header, quotes, words and empty lines', () => {
    const text = '\uFEFFleft,right,same\r\na.png,"b, the ""second"".png",0\r\n\r\n c.png , a.png ,true\r\n';
    expect(parseCsvPairs(text, {names})).toEqual({
      left: Int32Array.of(0, 2),
      right: Int32Array.of(1, 0),
      same: Uint8Array.of(0, 1),
    });
  });

  test('with folds, without a header', () => {
    expect(parseCsvPairs('a.png,c.png,FALSE,3\nc.png,a.png,1,0', {names})).toEqual({
      left: Int32Array.of(0, 2),
      right: Int32Array.of(2, 0),
      same: Uint8Array.of(0, 1),
      folds: Int32Array.of(3, 0),
    });
  });

  const bad: [string, string, RegExp][] = [
    ['an unknown name', 'left,right,same\n\na.png,d.png,1', /line 3 names d.png: it is none of the names/],
    ['a pair of one item', 'a.png,a.png,1', /line 1 pairs a.png with itself/],
    [
      'a wrong flag',
      'a.png,c.png,1\na.png,c.png,yes',
      /line 2 has 'yes' for same: allowed are 0, 1, true, false/,
    ],
    ['an unknown header', 'first,second,label\na.png,c.png,1', /line 1 has 'label' for same/],
    ['too few fields', 'a.png,c.png', /line 1 has 2 fields: 3 are needed/],
    ['a fold that is missing', 'a.png,c.png,1,0\na.png,c.png,1', /line 2 has 3 fields: 4 are needed/],
    ['a wrong fold', 'a.png,c.png,1,-1', /line 1 has the fold '-1': a whole number from 0/],
    ['an open quote', 'a.png,"c.png,1', /line 1 is 'a.png,"c.png,1': its quotes do not match/],
    ['nothing', 'left,right,same\n', /the list has no pair/],
  ];
  test.each(bad)('%s', (_, text, message) => {
    expect(() => parseCsvPairs(text, {names})).toThrow(message);
  });
});
