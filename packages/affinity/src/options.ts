import {choice, type GivenOptions, integer, integerOr, number, numberOr, type Option} from '@isomargin/core';
import type {DiversityPairs, DiversityScale} from './spread-of-pairs.js';

/** Whether these can be the training examples of each class. */
export function areCounts(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((count) => Number.isSafeInteger(count) && count >= 1);
}

/** The options of the affinity head. */
export const affinityOptions: {
  readonly prototypesPerClass: Option<number>;
  readonly sigma: Option<number | 'auto' | 'trainable'>;
  readonly margin: Option<number | 'auto'>;
  readonly classCounts: Option<'auto' | 'none' | readonly number[]>;
  readonly countMargin: Option<number>;
  readonly countWeight: Option<number>;
  readonly diversityWeight: Option<number>;
  readonly diversityPairs: Option<DiversityPairs>;
  readonly diversityScale: Option<DiversityScale>;
  readonly diversityClasses: Option<number | 'auto' | 'all'>;
  readonly start: Option<'simplex' | 'normal'>;
  readonly radius: Option<number | 'auto'>;
  readonly prototypeStep: Option<number>;
  readonly preset: Option<'default' | 'paper'>;
} = {
  prototypesPerClass: integer({
    default: 1,
    min: 1,
  }),
  sigma: numberOr(['auto', 'trainable'], {
    default: 'auto',
    above: 0,
  }),
  margin: numberOr(['auto'], {
    default: 0.5,
    above: 0,
    max: 1,
  }),
  classCounts: {
    default: 'auto',
    allowed: "'auto', 'none', or an array of integers >= 1, one a class",
    accepts: (value): value is 'auto' | 'none' | readonly number[] =>
      value === 'auto' || value === 'none' || areCounts(value),
  },
  countMargin: number({
    default: 0.1,
    min: 0,
  }),
  countWeight: number({
    default: 0.5,
    min: 0,
  }),
  diversityWeight: number({
    default: 1,
    min: 0,
  }),
  diversityPairs: choice(['all', 'between-classes', 'class-means'], {
    default: 'class-means',
  }),
  diversityScale: choice(['relative', 'absolute'], {
    default: 'relative',
  }),
  diversityClasses: integerOr(['auto', 'all'], {
    default: 'auto',
    min: 2,
  }),
  start: choice(['simplex', 'normal'], {
    default: 'simplex',
  }),
  radius: numberOr(['auto'], {
    default: 'auto',
    above: 0,
  }),
  prototypeStep: number({
    default: 10,
    above: 0,
  }),
  preset: choice(['default', 'paper'], {
    default: 'default',
  }),
};

/** The published form: Hayat et al. 2019, with the settings of its public re-implementation. */
const paper: GivenOptions<typeof affinityOptions> = {
  sigma: 10,
  margin: 0.75,
  classCounts: 'none',
  diversityWeight: 1,
  diversityPairs: 'all',
  diversityScale: 'absolute',
  diversityClasses: 'all',
  start: 'normal',
  prototypeStep: 1,
};

/** The options that a preset sets; those given by name go before them, `undefined` is not given. */
export function withPreset<C extends {readonly preset?: unknown}>(config: C): C {
  if (config?.preset !== 'paper') return config;
  const given = Object.entries(config).filter(([, value]) => value !== undefined);
  return {...paper, ...Object.fromEntries(given)} as C;
}
