import {nearestName} from '@isomargin/core';
import {UsageError} from '../errors.js';
import {digits} from './digits.js';
import {longTail} from './long-tail.js';
import {mnistEven} from './mnist-even.js';
import {mnistImbalance} from './mnist-imbalance.js';
import {mnistNoise} from './mnist-noise.js';
import type {Suite} from './suite.js';
import {tabular} from './tabular.js';
import {verification} from './verification.js';

export const suites: readonly Suite[] = [
  digits,
  mnistImbalance,
  mnistEven,
  mnistNoise,
  longTail,
  tabular,
  verification,
];

/** @throws UsageError with the nearest name */
export function suiteNamed(name: string): Suite {
  const suite = suites.find((candidate) => candidate.name === name);
  if (suite !== undefined) return suite;
  const names = suites.map((candidate) => candidate.name);
  const nearest = nearestName(name, names);
  throw new UsageError(
    `Unknown suite '${name}'. ${nearest === undefined ? '' : `Did you mean '${nearest}'? `}Known suites: ${names.join(', ')}.`,
  );
}
