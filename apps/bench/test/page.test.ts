import {describe, expect, test} from 'vitest';
import {clusters} from '../page/src/data/clusters.js';
import {digits} from '../page/src/data/digits.js';
import {readHash, toHash} from '../page/src/settings/address.js';
import {defaults, ranges, type Settings} from '../page/src/settings/settings.js';
import {lossNames} from '../page/src/training/loss-names.js';
import {plugins} from '../page/src/training/losses.js';

test('the losses that the page offers are those that the packages export', () => {
  expect(lossNames).toEqual(plugins.map(({name}) => name));
});

describe('settings in an address', () => {
  const given: Settings = {
    data: 'clusters',
    imbalance: 30,
    noise: 0.25,
    losses: ['arcface', 'affinity', 'ldam'],
    sigma: 2.5,
    margin: 'auto',
    prototypes: 4,
    speed: 'fast',
    backend: 'cpu',
    seed: 12,
  };

  test('are read as they were written', () => {
    expect(readHash(`#${toHash(given)}`, lossNames)).toEqual({settings: given, problems: []});
    expect(toHash(defaults)).toBe('');
    expect(readHash('', lossNames)).toEqual({settings: defaults, problems: []});
  });

  test.each([
    ['imbalance=0', "imbalance is '0'; a whole number from 1 to 100 is allowed."],
    ['imbalance=2.5', "imbalance is '2.5'"],
    ['noise=', "noise is ''; a number from 0 to 0.6 is allowed."],
    ['sigma=NaN', "sigma is 'NaN'"],
    ['data=mnist', "data is 'mnist'; digits, clusters, table are allowed."],
    ['losses=softmx', "There is no loss 'softmx'."],
    ['losses=softmax,affinity,focal,ldam,hinge', 'At most 4 losses'],
    ['constructor=1', "'constructor=1' is no setting."],
    ['seed', "'seed' is no setting."],
    ['seed=%', "'seed=%' is no setting."],
  ])('%s is said to be wrong, and nothing else changes', (hash, problem) => {
    const {settings, problems} = readHash(hash, lossNames);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
    expect({...settings, losses: []}).toEqual({...defaults, losses: []});
    expect(settings.losses.length).toBeLessThanOrEqual(4);
  });

  test('the defaults are within their ranges', () => {
    for (const [name, {min, max}] of Object.entries(ranges)) {
      const value = defaults[name as keyof typeof ranges];
      if (value === 'auto') continue;
      expect(value).toBeGreaterThanOrEqual(min);
      expect(value).toBeLessThanOrEqual(max);
    }
  });
});

describe.each([
  ['clusters', clusters, 240],
  ['digits', digits, 200],
] as const)('%s', (_, make, most) => {
  test('every other class is rare, in the training examples alone', () => {
    const {counts, rare, train, test: tested} = make({...defaults, imbalance: 20});
    expect(counts).toEqual(rare.map((isRare) => (isRare ? most / 20 : most)));
    expect(rare.filter(Boolean)).toHaveLength(rare.length / 2);
    const of = (labels: Int32Array) => rare.map((_, label) => labels.filter((each) => each === label).length);
    expect(of(train.labels)).toEqual(counts);
    expect(new Set(of(tested.labels)).size).toBe(1);
    expect(make({...defaults, imbalance: 1}).rare).not.toContain(true);
  });

  test('noise changes its share of the training labels, and no input or test label', () => {
    const clean = make(defaults);
    const noisy = make({...defaults, noise: 0.3});
    const changed = noisy.train.labels.filter((label, row) => label !== clean.train.labels[row]).length;
    expect(changed / clean.train.count).toBeCloseTo(0.3, 1);
    expect(noisy.test.labels).toEqual(clean.test.labels);
    const rows = Int32Array.of(0, 5, 9);
    expect(noisy.train.values(rows)).toEqual(clean.train.values(rows));
    expect(make({...defaults, seed: 2}).train.values(rows)).not.toEqual(clean.train.values(rows));
  });
});
