import {boolean, choice, number, type Option} from '@isomargin/core';
import {centerRate} from './moved-centers.js';

/** The options of the head. */
export const centerOptions: {
  readonly centerWeight: Option<number>;
  readonly centers: Option<'rule' | 'trainable'>;
  readonly centerRate: Option<number>;
  readonly useBias: Option<boolean>;
} = {
  centerWeight: number({
    default: 0.003,
    min: 0,
    search: {low: 1e-4, high: 0.3, scale: 'log'},
    description: 'λ, weight of the squared distance to the centre of the own class; 0 is softmax alone.',
  }),
  centers: choice(['rule', 'trainable'], {
    default: 'rule',
    description:
      "How the centres move: by the paper's own rule in training steps, without gradient, or 'trainable': by the optimizer.",
  }),
  centerRate,
  useBias: boolean({default: true, description: 'Whether the logits have a bias, one number a class.'}),
};
