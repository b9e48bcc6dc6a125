import {type GivenOptions, nearestName, type OptionSet, resolveOptions} from '@isomargin/core';
import {type ListKind, parseChoices, titleOf, valuesOf} from '../choices.js';
import {UsageError} from '../errors.js';
import {type BatchMethod, batchMethods} from './batching.js';
import {type ResamplingMethod, resamplingMethods} from './resampling.js';
import type {SamplerChoice} from './sampler-choice.js';

/** As it is typed where the training set is to stay as it is. */
const NONE = 'none';

const kind: ListKind = {option: 'samplers', noun: 'sampler', example: 'none,smote:k=3,class-balanced'};

/**
 * The samplers of a comma-separated list; null stands for `none`. Their options are checked by what the methods declare.
 *
 * @throws UsageError for a sampler that does not exist, with the nearest name, for a seed, and where an entry is empty or
 *   occurs twice
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function chooseSamplers(list: string): (SamplerChoice | null)[] {
  return parseChoices(list, kind).map((choice) => {
    const options = valuesOf(choice);
    if (choice.name === NONE) {
      resolveOptions(NONE, {}, options as GivenOptions<OptionSet>);
      return null;
    }
    const {name, options: declared} = methodNamed(choice.name);
    if ('seed' in options) {
      throw new UsageError(`'${choice.text}': a sampler has the seed of its run; leave out 'seed'.`);
    }
    resolveOptions(name, declared, options as GivenOptions<OptionSet>);
    return {settings: {name: choice.text, title: titleOf(name, choice), options}, method: name};
  });
}

function methodNamed(name: string): ResamplingMethod | BatchMethod {
  const methods = [...resamplingMethods, ...batchMethods];
  const found = methods.find((method) => method.name === name);
  if (found !== undefined) return found;
  const names = [NONE, ...methods.map((method) => method.name)];
  const nearest = nearestName(name, names);
  const hint = nearest === undefined ? '' : ` Did you mean '${nearest}'?`;
  throw new UsageError(`Unknown sampler '${name}'.${hint} Known samplers: ${names.join(', ')}.`);
}
