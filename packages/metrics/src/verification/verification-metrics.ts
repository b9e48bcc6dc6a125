import type {Labels} from '../input/labels.js';
import type {Matrix, Numbers} from '../input/numbers.js';
import {checkKnown} from '../input/options.js';
import {checkRates} from './error-rates.js';
import {type FoldAccuracy, foldAccuracyOf, foldsOf} from './fold-accuracy.js';
import {
  type BootstrapOptions,
  bootstrapOverIdentities,
  checkBootstrap,
  type Interval,
} from './identity-bootstrap.js';
import {
  areaOf,
  type EqualErrorRate,
  equalErrorRateOf,
  type TarAtFar,
  tarAtFarOf,
} from './operating-points.js';
import type {Pairs} from './pairs.js';
import {countRanked, rank} from './ranked.js';
import {readPairs} from './read-pairs.js';

/** Options of the verification metrics. */
export interface VerificationOptions {
  /** False accept rates, 0 to 1; default 0.1, 0.01, 0.001. */
  far?: readonly number[];
  /** As of `foldAccuracy`: default the folds of the pairs, or else 10. */
  folds?: Numbers | number;
  /** The identity of each item, [items]: asks for confidence intervals, with `bootstrap`. */
  identities?: Labels;
  /** How the intervals are made. */
  bootstrap?: BootstrapOptions;
}

/** Confidence intervals of the {@link VerificationMetrics} of the same names. */
export interface VerificationIntervals {
  accuracy: Interval;
  auroc: Interval;
  equalErrorRate: Interval;
  /** [far] */
  tarAtFar: Interval[];
}

/** All of verification. */
export interface VerificationMetrics {
  /** Accuracy with the best threshold of the other folds. */
  accuracy: FoldAccuracy;
  /** The area under the ROC curve. */
  auroc: number;
  equalErrorRate: EqualErrorRate;
  /** [far] */
  tarAtFar: TarAtFar[];
  /** Where `identities` are given. */
  intervals?: VerificationIntervals;
}

/**
 * How well a similarity tells pairs of one identity from pairs of two: the common measures, in one pass, and their
 * confidence intervals over identities.
 *
 * @param pairs as `allPairs`, `samplePairs` or a pairs list make them
 * @param similarities as `pairSimilarities` makes them: [pairs], the larger the more alike
 * @throws RangeError where lengths differ, an entry or option is not allowed, or a kind of pairs does not occur
 */
export function verificationMetrics(
  pairs: Pairs,
  similarities: Numbers | Matrix,
  options: VerificationOptions = {},
): VerificationMetrics {
  checkKnown(options, ['far', 'folds', 'identities', 'bootstrap']);
  const {far = [0.1, 0.01, 0.001], identities, bootstrap} = options;
  checkRates(far);
  if ((identities === undefined) !== (bootstrap === undefined))
    throw new RangeError('identities and bootstrap belong together: one of them is given, give both or none');
  if (bootstrap) checkBootstrap(bootstrap);
  const {same, similarities: scores} = readPairs(pairs.same, similarities);
  const folds = foldsOf(same, options.folds ?? pairs.folds);
  const ranked = rank(same, scores);
  const measure = (weights?: Float64Array): Omit<VerificationMetrics, 'intervals'> => {
    const counts = countRanked(ranked, weights);
    return {
      accuracy: foldAccuracyOf(ranked, folds, weights),
      auroc: areaOf(counts),
      equalErrorRate: equalErrorRateOf(counts),
      tarAtFar: far.map((rate) => tarAtFarOf(counts, rate, false)),
    };
  };
  const result = measure();
  if (identities === undefined || bootstrap === undefined) return result;
  const [accuracy, auroc, equal, ...rates] = bootstrapOverIdentities(
    pairs,
    identities,
    (weights) => {
      const drawn = measure(weights);
      return [
        drawn.accuracy.accuracy,
        drawn.auroc,
        drawn.equalErrorRate.rate,
        ...drawn.tarAtFar.map(({tar}) => tar),
      ];
    },
    bootstrap,
  ) as [Interval, Interval, Interval, ...Interval[]];
  return {...result, intervals: {accuracy, auroc, equalErrorRate: equal, tarAtFar: rates}};
}
