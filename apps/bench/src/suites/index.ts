import {resolve} from 'node:path';
import {nearestName} from '@isomargin/core';
import {UsageError} from '../errors.js';
import {declaredSuite} from './declared/declared-suite.js';
import type {SuiteDefinition} from './declared/definition.js';
import {isSuiteFile, readSuiteFile} from './declared/read-suite-file.js';
import {digits} from './digits.js';
import {longTail} from './long-tail.js';
import {mnistEven} from './mnist-even.js';
import {mnistImbalance} from './mnist-imbalance.js';
import {mnistNoise} from './mnist-noise.js';
import {OWN, ownDefinition} from './own.js';
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

/**
 * The suite that was typed: a name, or a file.
 *
 * @param data what the suite `own` is made for, absolute
 * @throws UsageError, UserError
 */
export async function chosenSuite(name: string, cwd: string, data: string | undefined): Promise<Suite> {
  const definition = isSuiteFile(name)
    ? await readSuiteFile(resolve(cwd, name))
    : name === OWN
      ? ownDefinition(data)
      : undefined;
  return definition === undefined ? suiteNamed(name) : {...declaredSuite(definition), definition};
}

/** The suite that a run is of. */
export function suiteOf({suite, definition}: {suite: string; definition?: SuiteDefinition}): Suite {
  return definition === undefined ? suiteNamed(suite) : declaredSuite(definition);
}

/** @throws UsageError with the nearest name */
function suiteNamed(name: string): Suite {
  const suite = suites.find((candidate) => candidate.name === name);
  if (suite !== undefined) return suite;
  const names = [...suites.map((candidate) => candidate.name), OWN];
  const nearest = nearestName(name, names);
  throw new UsageError(
    `Unknown suite '${name}'. ${nearest === undefined ? '' : `Did you mean '${nearest}'? `}Known suites: ${names.join(', ')}; a suite file such as ./my-suite.json is allowed too.`,
  );
}
