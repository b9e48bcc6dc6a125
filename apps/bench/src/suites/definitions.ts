import {nearestName} from '@isomargin/core';
import {UsageError, UserError} from '../errors.js';
import type {SuiteDefinition} from './declared/definition.js';
import {defaultLosses} from './default-losses.js';
import {digitsDefinition} from './digits.js';
import {longTailDefinition} from './long-tail.js';
import {mnistEvenDefinition} from './mnist-even.js';
import {mnistImbalanceDefinition} from './mnist-imbalance.js';
import {mnistNoiseDefinition} from './mnist-noise.js';
import {tabular} from './tabular.js';
import {verification} from './verification.js';

/** Where editors and programs find the schema of suite files. */
const SCHEMA = 'https://raw.githubusercontent.com/isomargin/isomargin/main/apps/bench/suite.schema.json';

/** `tabular` takes its files from the command line: as a suite file it is one table. */
const tabularDefinition: SuiteDefinition = {
  name: tabular.name,
  description: tabular.description,
  data: {csv: 'my-table.csv', label: 'class'},
  folds: 5,
  seeds: 2,
};

const definitions: readonly SuiteDefinition[] = [
  digitsDefinition,
  mnistImbalanceDefinition,
  mnistEvenDefinition,
  mnistNoiseDefinition,
  longTailDefinition,
  tabularDefinition,
];

/**
 * A built-in suite as the text of a suite file, to be copied and changed.
 *
 * @throws UsageError where there is none of this name, with the nearest one
 * @throws UserError where it cannot be said in a file
 */
export function suiteText(name: string): string {
  if (name === verification.name) {
    throw new UserError(
      `The suite ${name} judges by classes that are not trained on, which a suite file cannot say.`,
    );
  }
  const found = definitions.find((definition) => definition.name === name);
  if (found === undefined) {
    const names = definitions.map((definition) => definition.name);
    const nearest = nearestName(name, names);
    throw new UsageError(
      `Unknown suite '${name}'. ${nearest === undefined ? '' : `Did you mean '${nearest}'? `}Suites that are files, too: ${names.join(', ')}.`,
    );
  }
  const losses = defaultLosses.map(({spec, title}) => (title === spec ? spec : {loss: spec, title: title!}));
  const {presets, ...others} = found;
  const whole = {$schema: SCHEMA, ...others, losses: found.losses ?? losses, ...(presets && {presets})};
  return `${shortLists(JSON.stringify(whole, null, 2))}\n`;
}

/** Lists of numbers and objects of texts are on one line each. */
function shortLists(json: string): string {
  return json
    .replace(/\[\s+([^[\]{}]*?)\s+\]/g, (_, inner: string) => `[${inner.replace(/\s*\n\s*/g, ' ')}]`)
    .replace(/\{\s+([^{}]*?)\s+\}/g, (whole, inner: string) => {
      const line = `{${inner.replace(/\s*\n\s*/g, ' ')}}`;
      return line.length <= 90 ? line : whole;
    });
}
