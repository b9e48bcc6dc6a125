export {nearestName, OptionError, resolveOptions} from './check.js';
export {describeOptions} from './describe.js';
export {
  boolean,
  choice,
  integer,
  integerOr,
  number,
  numberOr,
  optionalInteger,
  optionalNumbers,
} from './kinds.js';
export type {GivenOptions, NumberList, Option, OptionSet, ResolvedOptions, SearchRange} from './option.js';
export {optionsTable} from './table.js';
