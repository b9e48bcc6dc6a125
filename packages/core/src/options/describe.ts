import type {OptionSet, SearchRange} from './option.js';

/** What heads do not need to know of an option. */
type Description = string | {readonly description: string; readonly search: SearchRange};

/**
 * Options together with what they do, for `defineLoss`. Texts that stand apart from the options which a head checks are left
 * out of a bundle that shows them to nobody, if the call is marked as pure:
 *
 *     options: describeOptions(options, {…}),
 *
 * @param texts a sentence for each option, or that and the values that a tuner may try
 */
export function describeOptions<S extends OptionSet>(
  declared: S,
  texts: {readonly [K in keyof S]: Description},
): S {
  const described = Object.entries(declared).map(([name, option]) => {
    const text = texts[name]!;
    return [name, {...option, ...(typeof text === 'string' ? {description: text} : text)}];
  });
  return Object.fromEntries(described) as S;
}
