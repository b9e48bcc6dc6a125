import {number, type Option} from '@isomargin/core';

export const cosfaceOptions: {readonly scale: Option<number>; readonly margin: Option<number>} = {
  scale: number({
    default: 64,
    above: 0,
    search: {low: 4, high: 128, scale: 'log'},
    description: 's, the length that embeddings are scaled to: the score at an angle of 0.',
  }),
  margin: number({
    default: 0.35,
    min: 0,
    max: 2,
    search: {low: 0.05, high: 0.6, scale: 'linear'},
    description: 'm, what is taken off the cosine to the own class in training; 0 for none.',
  }),
};
