import type {OptionSet} from '@isomargin/core';
import {wrap} from '../report/wrap.js';

/** The options of a loss or a sampler for a terminal, as they are typed on the command line. */
export function optionsText(declared: OptionSet): string {
  return Object.entries(declared)
    .map(([name, {default: fallback, allowed, description}]) => {
      const value =
        fallback === undefined
          ? ''
          : `=${typeof fallback === 'string' ? fallback : JSON.stringify(fallback)}`;
      return `${wrap(`:${name}${value}  (${allowed})`, 4, 4)}${wrap(description ?? '', 8)}`;
    })
    .join('');
}
