import {choice, type Option} from '@isomargin/core';
import type {Compared} from './euclidean-distances.js';

export const euclideanOptions: {readonly compare: Option<Compared>} = {
  compare: choice(['probabilities', 'scores'], {
    default: 'probabilities',
    description: "What is compared with the one-hot label: the scores' softmax, or the scores themselves.",
  }),
};
