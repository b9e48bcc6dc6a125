import {
  allPairs,
  type Interval,
  type Pairs,
  pairSimilarities,
  retrieval,
  samplePairs,
  verificationMetrics,
} from '@isomargin/metrics';
import {seedOf} from '../random.js';
import {embed} from './embed.js';
import type {Evaluation, Trained} from './evaluation.js';
import {rowsOf} from './feature-space.js';
import {FALSE_ALARMS, rocOf} from './roc.js';
import {scatter} from './scatter.js';

/** Above this many test examples, pairs are drawn. */
const ALL_PAIRS = 400;
/** Pairs of each kind that are drawn. */
const DRAWN = 3000;
/** How often classes are drawn for an interval. */
const RESAMPLES = 200;

/** How well a model tells whether two examples are of one class, of classes that it has not seen; by the cosine for every loss. */
export function evaluateVerification({model, test, seed, keepsEmbedding}: Trained): Evaluation {
  const embedded = embed(model, test).embeddings;
  const embeddings = rowsOf(embedded);
  const pairs = pairsOf(test.labels, seed);
  const similarities = pairSimilarities(embeddings, pairs);
  const {accuracy, auroc, equalErrorRate, tarAtFar, intervals} = verificationMetrics(pairs, similarities, {
    far: [0.1, 0.01],
    identities: test.labels,
    bootstrap: {seed: seedOf(seed, 'bootstrap'), resamples: RESAMPLES},
  });
  const {precisionAt1, mapAtR} = retrieval(embeddings, test.labels, {distance: 'cosine'}).macro;
  const evaluation: Evaluation = {
    metrics: {
      verificationAccuracy: accuracy.accuracy,
      auroc,
      equalErrorRate: equalErrorRate.rate,
      tarAtFar10: tarAtFar[0]!.tar,
      tarAtFar1: tarAtFar[1]!.tar,
      ...(precisionAt1 === null ? {} : {precisionAt1}),
      ...(mapAtR === null ? {} : {mapAtR}),
    },
    intervals: {
      verificationAccuracy: endsOf(intervals!.accuracy),
      auroc: endsOf(intervals!.auroc),
      equalErrorRate: endsOf(intervals!.equalErrorRate),
      tarAtFar10: endsOf(intervals!.tarAtFar[0]!),
      tarAtFar1: endsOf(intervals!.tarAtFar[1]!),
    },
    perClass: [],
    confusion: [],
    roc: rocOf(pairs.same, similarities, FALSE_ALARMS),
    // The prototypes are those of the classes that were trained on.
    ...(keepsEmbedding ? {embedding: scatter(embedded, test, undefined)} : {}),
  };
  embedded.dispose();
  return evaluation;
}

const endsOf = ({low, high}: Interval): [number, number] => [low, high];

function pairsOf(labels: Int32Array, seed: number): Pairs {
  if (labels.length <= ALL_PAIRS) return allPairs(labels);
  return samplePairs(labels, {count: DRAWN, seed: seedOf(seed, 'pairs'), uniform: 'identity'});
}
