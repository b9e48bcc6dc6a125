import type {GivenOptions, Option} from '@isomargin/core/options';
import {SamplingError} from '../errors.js';
import {concatenated, type Outcome, rowsByClass} from '../input/data.js';
import type {Job} from '../job.js';
import {type ClassProbabilities, checkProbabilities, isProbabilities} from '../probabilities.js';
import {type Method, type Sampler, samplerOf} from '../sampler.js';
import {rowsToKeep, type UnderTargets, underTargets} from '../targets.js';

export const instanceHardnessThresholdOptions: {
  readonly probabilities: Option<ClassProbabilities | undefined>;
  readonly targets: Option<UnderTargets>;
} = {
  probabilities: {
    default: undefined,
    allowed: 'an array of rows, each with one number a class',
    description: 'Class probabilities of every row, from models that were trained without it. Needed.',
    accepts: (value): value is ClassProbabilities | undefined =>
      value === undefined || isProbabilities(value),
  },
  targets: underTargets,
};

export type InstanceHardnessThresholdOptions = GivenOptions<typeof instanceHardnessThresholdOptions>;

const name = 'instanceHardnessThreshold';

const method: Method<typeof instanceHardnessThresholdOptions> = {
  name,
  options: instanceHardnessThresholdOptions,
  reading: () => ({reads: 'nothing', interpolates: false}),
  *resample({classes}, {probabilities, targets}): Job<Outcome> {
    if (!probabilities) throw new SamplingError(`${name}: the option probabilities is needed.`);
    checkProbabilities(name, 'probabilities', probabilities, classes);
    const toKeep = rowsToKeep(name, classes, targets);
    const kept = rowsByClass(classes).map((rows, code) => {
      const count = toKeep.get(code);
      if (count === undefined) return rows;
      const own = Float64Array.from(rows, (row) => probabilities[row]![code]!);
      // The threshold is the count-th highest probability; rows that have exactly it are all kept.
      const threshold = count === 0 ? Number.POSITIVE_INFINITY : own.slice().sort()[rows.length - count]!;
      return rows.filter((_, i) => own[i]! >= threshold);
    });
    yield {stage: 'instance hardness', done: 1, total: 1};
    return {kept: concatenated(kept).sort()};
  },
};

/**
 * Instance hardness threshold (Smith, Martinez, Giraud-Carrier 2014): keeps the rows of a larger class that models
 * find easiest, those with the highest probability of their own class. Where several rows have the probability at
 * the threshold, all of them stay, as in imbalanced-learn, so that more may be kept than was asked for.
 *
 * The probabilities must be out of sample (of cross-validation), or they say little.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function instanceHardnessThreshold(options: InstanceHardnessThresholdOptions): Sampler {
  return samplerOf(method, options);
}
