import type {Option, SearchRange} from './option.js';

interface Common<T> {
  readonly default: T;
  /** Or by `describeOptions`. */
  readonly description?: string;
}

interface NumberBounds {
  /** Smallest allowed value. */
  readonly min?: number;
  /** The value must be greater than this. */
  readonly above?: number;
  /** Largest allowed value. */
  readonly max?: number;
  readonly search?: SearchRange;
}

const isBetween = (
  value: number,
  {min = -Infinity, above = -Infinity, max = Infinity}: NumberBounds,
): boolean => Number.isFinite(value) && value >= min && value > above && value <= max;

function bounds(noun: string, {min, above, max}: NumberBounds): string {
  const parts = [
    min === undefined ? '' : `>= ${min}`,
    above === undefined ? '' : `> ${above}`,
    max === undefined ? '' : `<= ${max}`,
  ].filter((part) => part !== '');
  return parts.length === 0
    ? `a finite ${noun}`
    : `${noun === 'integer' ? 'an' : 'a'} ${noun} ${parts.join(' and ')}`;
}

const quoted = (values: readonly string[]): string => values.map((value) => `'${value}'`).join(', ');

/** An option that is a finite number. */
export function number(spec: Common<number> & NumberBounds): Option<number> {
  return {
    ...spec,
    allowed: bounds('number', spec),
    accepts: (value): value is number => typeof value === 'number' && isBetween(value, spec),
  };
}

/** An option that is a whole number. */
export function integer(spec: Common<number> & NumberBounds): Option<number> {
  return {
    ...spec,
    allowed: bounds('integer', spec),
    accepts: (value): value is number => Number.isSafeInteger(value) && isBetween(value as number, spec),
  };
}

/** An option that is a number or one of some words. */
export function numberOr<const W extends string>(
  words: readonly W[],
  spec: Common<number | NoInfer<W>> & NumberBounds,
): Option<number | W> {
  return orWords(number({...spec, default: 0}), words, spec.default);
}

/** An option that is a whole number or one of some words. */
export function integerOr<const W extends string>(
  words: readonly W[],
  spec: Common<number | NoInfer<W>> & NumberBounds,
): Option<number | W> {
  return orWords(integer({...spec, default: 0}), words, spec.default);
}

/** An option that may also be one of some words. */
function orWords<W extends string>(
  inner: Option<number>,
  words: readonly W[],
  ofOption: number | W,
): Option<number | W> {
  return {
    ...inner,
    default: ofOption,
    allowed: `${inner.allowed}, or ${quoted(words)}`,
    accepts: (value): value is number | W =>
      (words as readonly unknown[]).includes(value) || inner.accepts(value),
  };
}

/** An option that is one of some words: lower case and hyphens, because tfjs rewrites others when it saves a model. */
export function choice<const W extends string>(words: readonly W[], spec: Common<NoInfer<W>>): Option<W> {
  return {
    ...spec,
    allowed: `one of ${quoted(words)}`,
    accepts: (value): value is W => (words as readonly unknown[]).includes(value),
  };
}

/** An option that is true or false. */
export function boolean(spec: Common<boolean>): Option<boolean> {
  return {
    ...spec,
    allowed: 'true or false',
    accepts: (value): value is boolean => typeof value === 'boolean',
  };
}

/** An option that may be left out, and is a whole number otherwise. */
export function optionalInteger(
  spec: {readonly description?: string} & NumberBounds,
): Option<number | undefined> {
  const inner = integer({...spec, default: spec.min ?? 0});
  return {
    default: undefined,
    description: spec.description,
    allowed: inner.allowed,
    accepts: (value): value is number | undefined => value === undefined || inner.accepts(value),
  };
}

/** An option that may be left out, and is a list of finite numbers >= 0 otherwise (one a class, for example). */
export function optionalNumbers(spec: {
  readonly description?: string;
}): Option<readonly number[] | undefined> {
  return {
    default: undefined,
    description: spec.description,
    allowed: 'an array of finite numbers >= 0',
    accepts: (value): value is readonly number[] | undefined =>
      value === undefined ||
      (Array.isArray(value) && value.every((v) => typeof v === 'number' && Number.isFinite(v) && v >= 0)),
  };
}
