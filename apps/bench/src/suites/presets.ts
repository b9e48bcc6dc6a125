import {nearestName} from '@isomargin/core';
import {UsageError} from '../errors.js';
import type {Preset, PresetName, Suite} from './suite.js';

/** A suite's presets by name; the suite's own defaults are its `standard`. */
export function presetsOf({presets}: Suite): [name: PresetName, preset: Preset][] {
  if (presets === undefined) return [];
  const {quick, paper} = presets;
  return [
    ...(quick === undefined ? [] : [['quick', quick] as [PresetName, Preset]]),
    ['standard', {}],
    ...(paper === undefined ? [] : [['paper', paper] as [PresetName, Preset]]),
  ];
}

/** @throws UsageError where the suite has none of this name */
export function presetNamed(suite: Suite, name: string): Preset {
  const presets = presetsOf(suite);
  if (presets.length === 0) throw new UsageError(`--preset: the suite ${suite.name} has none.`);
  const found = presets.find(([known]) => known === name);
  if (found !== undefined) return found[1];
  const names = presets.map(([known]) => known);
  const nearest = nearestName(name, names);
  throw new UsageError(
    `--preset: the suite ${suite.name} has no preset '${name}'. ${nearest === undefined ? '' : `Did you mean '${nearest}'? `}It has: ${names.join(', ')}.`,
  );
}
