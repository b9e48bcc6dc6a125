import {boolean, integer, number, type Option} from '@isomargin/core';

export const arcfaceOptions: {
  readonly scale: Option<number>;
  readonly margin: Option<number>;
  readonly subcenters: Option<number>;
  readonly easyMargin: Option<boolean>;
} = {
  scale: number({
    default: 64,
    above: 0,
    search: {low: 4, high: 128, scale: 'log'},
    description: 's, the length that embeddings are scaled to: the score at an angle of 0.',
  }),
  margin: number({
    default: 0.5,
    min: 0,
    max: 1.57,
    search: {low: 0.05, high: 0.8, scale: 'linear'},
    description: 'm, in radians, added to the angle to the own class in training; 0 for none.',
  }),
  subcenters: integer({
    default: 1,
    min: 1,
    description: 'K, centres of each class, of which the nearest counts; 3 is usual for labels with errors.',
  }),
  easyMargin: boolean({
    default: false,
    description:
      'Whether only examples within 90° of their class get the margin, instead of those within π − m.',
  }),
};
