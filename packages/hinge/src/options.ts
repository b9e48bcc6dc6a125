import {boolean, choice, number, type Option} from '@isomargin/core';
import type {HingeVariant} from './hinges.js';

export const hingeOptions: {
  readonly variant: Option<HingeVariant>;
  readonly squared: Option<boolean>;
  readonly margin: Option<number>;
} = {
  variant: choice(['crammer-singer', 'weston-watkins'], {
    default: 'crammer-singer',
    description: "The hinge of the best wrong class ('crammer-singer'), or the sum over all wrong classes.",
  }),
  squared: boolean({default: false, description: 'Whether each hinge is squared.'}),
  margin: number({
    default: 1,
    above: 0,
    description: 'By how much the score of the own class should exceed that of every other.',
    search: {low: 0.1, high: 10, scale: 'log'},
  }),
};
