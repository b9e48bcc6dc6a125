import type {OptionSet} from './option.js';

/**
 * Options together with what they do, for `defineLoss`. Texts that stand apart from the options which a head checks are left
 * out of a bundle that shows them to nobody, if the call is marked as pure:
 *
 *     options: describeOptions(options, {…}),
 *
 * @param texts a sentence for each option
 */
export function describeOptions<S extends OptionSet>(
  declared: S,
  texts: {readonly [K in keyof S]: string},
): S {
  const described = Object.entries(declared).map(([name, option]) => [
    name,
    {...option, description: texts[name]},
  ]);
  return Object.fromEntries(described) as S;
}
