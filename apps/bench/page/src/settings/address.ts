import {
  backendChoices,
  dataNames,
  defaults,
  mostLosses,
  ranges,
  type Settings,
  speedNames,
} from './settings.js';

/** Settings of an address, and what of it was not understood. */
export interface Read {
  readonly settings: Settings;
  /** Sentences for the visitor. */
  readonly problems: readonly string[];
}

/** The part of the page's address after `#`: only what differs from the defaults. */
export function toHash(settings: Settings): string {
  const parts = (Object.keys(defaults) as (keyof Settings)[])
    .filter((name) => String(settings[name]) !== String(defaults[name]))
    .map((name) => `${name}=${encodeURIComponent(String(settings[name]))}`);
  return parts.join('&').replaceAll('%2C', ',');
}

/**
 * The settings that an address carries. What it has not is the default, and so is what cannot be read, which is said.
 *
 * @param hash with or without its `#`
 * @param lossNames those that exist
 */
export function readHash(hash: string, lossNames: readonly string[]): Read {
  const problems: string[] = [];
  const given = new Map<string, string>();
  for (const part of hash.replace(/^#/, '').split('&').filter(Boolean)) {
    const [name, value] = split(part);
    if (value === undefined || !Object.hasOwn(defaults, name)) problems.push(`'${part}' is no setting.`);
    else given.set(name, value);
  }

  const numberOf = (name: keyof typeof ranges, text: string): number | undefined => {
    const {min, max, step} = ranges[name];
    const value = text.trim() === '' ? Number.NaN : Number(text);
    const isWhole = step !== 1 || Number.isInteger(value);
    if (value >= min && value <= max && isWhole) return value;
    problems.push(
      `${name} is '${text}'; ${step === 1 ? 'a whole number' : 'a number'} from ${min} to ${max} is allowed.`,
    );
    return undefined;
  };
  const numeric = (name: 'imbalance' | 'noise' | 'prototypes' | 'seed'): number => {
    const text = given.get(name);
    return (text === undefined ? undefined : numberOf(name, text)) ?? defaults[name];
  };
  const numberOrAuto = (name: 'sigma' | 'margin'): number | 'auto' => {
    const text = given.get(name);
    if (text === undefined) return defaults[name];
    if (text === 'auto') return text;
    return numberOf(name, text) ?? defaults[name];
  };
  const oneOf = <N extends string>(name: keyof Settings, names: readonly N[], otherwise: N): N => {
    const text = given.get(name);
    if (text === undefined) return otherwise;
    const found = names.find((each) => each === text);
    if (found === undefined) problems.push(`${name} is '${text}'; ${names.join(', ')} are allowed.`);
    return found ?? otherwise;
  };
  const losses = (): readonly string[] => {
    const text = given.get('losses');
    if (text === undefined) return defaults.losses;
    const names = [...new Set(text.split(','))];
    const unknown = names.filter((name) => !lossNames.includes(name));
    if (unknown.length > 0) problems.push(`There is no loss '${unknown.join("', '")}'.`);
    const known = names.filter((name) => lossNames.includes(name));
    if (known.length > mostLosses) problems.push(`At most ${mostLosses} losses are shown at once.`);
    return known.length === 0 ? defaults.losses : known.slice(0, mostLosses);
  };

  const settings: Settings = {
    data: oneOf('data', dataNames, defaults.data),
    imbalance: numeric('imbalance'),
    noise: numeric('noise'),
    losses: losses(),
    sigma: numberOrAuto('sigma'),
    margin: numberOrAuto('margin'),
    prototypes: numeric('prototypes'),
    speed: oneOf('speed', speedNames, defaults.speed),
    backend: oneOf('backend', backendChoices, defaults.backend),
    seed: numeric('seed'),
  };
  return {settings, problems};
}

function split(part: string): [name: string, value: string | undefined] {
  const at = part.indexOf('=');
  if (at < 0) return [part, undefined];
  try {
    return [part.slice(0, at), decodeURIComponent(part.slice(at + 1))];
  } catch {
    return [part, undefined];
  }
}
