import {plugins as affinity} from '@isomargin/affinity';
import {plugins as arcface} from '@isomargin/arcface';
import {plugins as center} from '@isomargin/center';
import type {LossPlugin} from '@isomargin/core';
import {plugins as cosface} from '@isomargin/cosface';
import {plugins as euclidean} from '@isomargin/euclidean';
import {plugins as falseError} from '@isomargin/false-error';
import {plugins as hinge} from '@isomargin/hinge';
import {plugins as largeMargin} from '@isomargin/large-margin-softmax';
import {plugins as longTail} from '@isomargin/long-tail';
import {plugins as pairwise} from '@isomargin/pairwise';
import {plugins as softmax} from '@isomargin/softmax';
import {plugins as sphereface} from '@isomargin/sphereface';

/** Every loss of this repository. */
export const plugins: readonly LossPlugin[] = [
  ...softmax,
  ...affinity,
  ...hinge,
  ...euclidean,
  ...center,
  ...largeMargin,
  ...sphereface,
  ...cosface,
  ...arcface,
  ...longTail,
  ...falseError,
  ...pairwise,
];
