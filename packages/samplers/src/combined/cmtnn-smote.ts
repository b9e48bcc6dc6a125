import {choice, type GivenOptions, type Option, type ResolvedOptions} from '@isomargin/core/options';
import {SamplingError} from '../errors.js';
import {type Data, everyRow, type Outcome} from '../input/data.js';
import type {Job, RunOptions} from '../job.js';
import {smoteOptions, smoteRows} from '../over/smote.js';
import {type ClassProbabilities, checkProbabilities, isProbabilities} from '../probabilities.js';
import {type Method, type Sampler, samplerOf} from '../sampler.js';
import {type CleaningTargets, classesToClean, cleaningTargets, type OverTargets} from '../targets.js';
import {dataAfter} from './in-turn.js';
import {type TrainNetwork, trainedOutputs} from './train-networks.js';

const scores = (description: string): Option<ClassProbabilities | undefined> => ({
  default: undefined,
  allowed: 'an array of rows, each with one number a class',
  description,
  accepts: (value): value is ClassProbabilities | undefined => value === undefined || isProbabilities(value),
});

export const cmtnnSmoteOptions: {
  readonly train: Option<TrainNetwork | undefined>;
  readonly truth: Option<ClassProbabilities | undefined>;
  readonly falsity: Option<ClassProbabilities | undefined>;
  readonly rule: Option<'both' | 'either'>;
  readonly k: Option<number>;
  readonly targets: Option<OverTargets>;
  readonly cleaningTargets: Option<CleaningTargets>;
  readonly seed: Option<number>;
} = {
  train: {
    default: undefined,
    allowed: 'a function that trains a network and returns its outputs',
    description: 'Trains each of the two networks and returns its outputs, [rows, classes].',
    accepts: (value): value is TrainNetwork | undefined => value === undefined || typeof value === 'function',
  },
  truth: scores('Instead of `train`: outputs of a network that was trained on the classes.'),
  falsity: scores('Instead of `train`: outputs of a network that was trained on their complements.'),
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
  *resample(data, options, run): Job<Outcome> {
    const {classes, table} = data;
    const {codes, names} = classes;
    const {truth, falsity} = yield* outputsOf(data, options, run);
    const targets = classesToClean(name, classes, options.cleaningTargets);
    const kept = everyRow(table.count).filter((row) => {
      if (!targets.has(codes[row]!)) return true;
      const byTruth = !names.every((_, other) => truth(row, other) <= truth(row, codes[row]!));
      const byFalsity = !names.every((_, other) => falsity(row, other) >= falsity(row, codes[row]!));
      return !(options.rule === 'both' ? byTruth && byFalsity : byTruth || byFalsity);
    });
    const after = dataAfter(data, {kept});
    const lost = after.classes.counts.indexOf(0);
    if (lost >= 0) {
      throw new SamplingError(
        `${name}: the networks get all ${classes.counts[lost]} rows of class ${names[lost]} wrong, and none would be left. ` +
          'Train them longer, or take the class out of cleaningTargets.',
      );
    }
    const {made} = yield* smoteRows(name, after, options);
    return {kept, made: {...made!, origins: made!.origins.map((row) => kept[row]!)}};
  },
};

/**
 * Under-sampling by complementary networks, CMTNN, and SMOTE after it (Jeatrakul, Wong, Fung 2010). A truth network
 * learns the classes and a falsity network their complements; rows of the larger classes that both of them get wrong
 * (with `rule: 'either'`, that one of them does) are taken away. A row is wrong where its class has not the largest
 * output of the truth network, or not the smallest of the falsity network.
 *
 * Give `train`, which trains both (`perceptron` of `@isomargin/samplers/networks` is one), or the outputs of
 * networks that are trained already, `truth` and `falsity`: [rows][classes], in the order of the rows.
 *
 * `fitResample` throws a SamplingError where neither or both are given, outputs are broken, a class would lose all of its
 * rows, or one that gets rows has fewer than k + 1.
 *
 * @throws OptionError for an unknown option or a value that is not allowed
 */
export function cmtnnSmote(options: CmtnnSmoteOptions): Sampler {
  return samplerOf(method, options);
}

/** The output of a network for a row and a class. */
type Output = (row: number, code: number) => number;

function* outputsOf(
  data: Data,
  {train, truth, falsity, seed}: ResolvedOptions<typeof cmtnnSmoteOptions>,
  run: RunOptions,
): Job<{truth: Output; falsity: Output}> {
  if (train ? truth || falsity : !(truth && falsity)) {
    throw new SamplingError(`${name}: either train is needed, or truth and falsity are.`);
  }
  if (truth && falsity) {
    checkProbabilities(name, 'truth', truth, data.classes);
    checkProbabilities(name, 'falsity', falsity, data.classes);
    return {truth: (row, code) => truth[row]![code]!, falsity: (row, code) => falsity[row]![code]!};
  }
  return {
    truth: yield* trainedOutputs(name, data, 'truth', train!, seed, run),
    falsity: yield* trainedOutputs(name, data, 'falsity', train!, seed, run),
  };
}
