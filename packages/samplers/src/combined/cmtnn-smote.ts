import {choice, type GivenOptions, type Option} from '@isomargin/core';
import {SamplingError} from '../errors.js';
import {type Classes, everyRow, type Outcome} from '../input/data.js';
import type {Job} from '../job.js';
import {smoteOptions, smoteRows} from '../over/smote.js';
import {type ClassProbabilities, checkProbabilities, isProbabilities} from '../probabilities.js';
import {type Method, type Sampler, samplerOf} from '../sampler.js';
import {type CleaningTargets, classesToClean, cleaningTargets, type OverTargets} from '../targets.js';
import {dataAfter} from './in-turn.js';

const scores = (description: string): Option<ClassProbabilities | undefined> => ({
  default: undefined,
  allowed: 'an array of rows, each with one number a class',
  description,
  accepts: (value): value is ClassProbabilities | undefined => value === undefined || isProbabilities(value),
});

export const cmtnnSmoteOptions: {
  readonly truth: Option<ClassProbabilities | undefined>;
  readonly falsity: Option<ClassProbabilities | undefined>;
  readonly rule: Option<'both' | 'either'>;
  readonly k: Option<number>;
  readonly targets: Option<OverTargets>;
  readonly cleaningTargets: Option<CleaningTargets>;
  readonly seed: Option<number>;
} = {
  truth: scores('Outputs of the network that was trained on the classes, for every row. Needed.'),
  falsity: scores('Outputs of the network that was trained on their complements, for every row. Needed.'),
  rule: choice(['both', 'either'], {
    default: 'both',
    description: 'Whether a row goes that both networks get wrong, or one that either does.',
  }),
  ...smoteOptions,
  cleaningTargets,
};

export type CmtnnSmoteOptions = GivenOptions<typeof cmtnnSmoteOptions>;

const name = 'cmtnnSmote';

const method: Method<typeof cmtnnSmoteOptions> = {
  name,
  options: cmtnnSmoteOptions,
  reading: () => ({reads: 'numbers', interpolates: true}),
  *resample(data, options): Job<Outcome> {
    const {classes, table} = data;
    const wrong = misclassified(classes, options.truth, options.falsity);
    const targets = classesToClean(name, classes, options.cleaningTargets);
    const kept = everyRow(table.count).filter((row) => {
      const [byTruth, byFalsity] = wrong(row);
      const goes = options.rule === 'both' ? byTruth && byFalsity : byTruth || byFalsity;
      return !(goes && targets.has(classes.codes[row]!));
    });
    const after = dataAfter(data, {kept});
    const lost = after.classes.counts.indexOf(0);
    if (lost >= 0) {
      throw new SamplingError(
        `${name}: the networks get every row of class ${classes.names[lost]} wrong, and none would be left. Train them ` +
          'longer, or take the class out of cleaningTargets.',
      );
    }
    const {made} = yield* smoteRows(name, after, options);
    return {kept, made: {...made!, origins: made!.origins.map((row) => kept[row]!)}};
  },
};

/**
 * Under-sampling by complementary networks, and SMOTE after it (Jeatrakul, Wong, Fung 2010). A truth network learns
 * the classes and a falsity network their complements; rows of the larger classes that they get wrong are taken away.
 * A row is wrong where its class has not the largest output of the truth network, or not the smallest of the
 * falsity network. The networks are yours: the method takes their outputs, [rows][classes].
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function cmtnnSmote(options: CmtnnSmoteOptions): Sampler {
  return samplerOf(method, options);
}

function misclassified(
  classes: Classes,
  truth: ClassProbabilities | undefined,
  falsity: ClassProbabilities | undefined,
): (row: number) => [byTruth: boolean, byFalsity: boolean] {
  if (!truth || !falsity) throw new SamplingError(`${name}: the options truth and falsity are needed.`);
  checkProbabilities(name, 'truth', truth, classes);
  checkProbabilities(name, 'falsity', falsity, classes);
  const {codes} = classes;
  return (row) => {
    const own = codes[row]!;
    const outputs = Array.from(truth[row]!);
    const complements = Array.from(falsity[row]!);
    return [
      outputs.some((output) => output > outputs[own]!),
      complements.some((output) => output < complements[own]!),
    ];
  };
}
