// Contrastive, triplet and softmax + contrastive losses in float64 with plain loops over pairs and triplets.

import {type LossOracle, linearScoresOf} from '@isomargin/testkit';
import type {classWeightOption, contrastiveOptions, tripletOptions} from '../src/options.js';
import type {softmaxContrastiveOptions} from '../src/softmax-contrastive-head.js';

/** A batch, as far as losses of pairs look at it. */
export interface Batch {
  readonly batch: number;
  readonly dimension: number;
  /** In rows. */
  readonly embeddings: ArrayLike<number>;
  readonly labels: readonly number[];
}

export interface ContrastiveSettings {
  readonly margin: number;
  readonly average: 'all' | 'kinds' | 'active';
  readonly normalize: boolean;
}

export interface TripletSettings {
  readonly margin: number | 'soft';
  readonly mining: 'all' | 'batch-hard' | 'semi-hard';
  readonly distance: 'squared' | 'euclidean';
  readonly semiHardFallback: 'none' | 'farthest';
  readonly average: 'all' | 'active';
  readonly normalize: boolean;
}

const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** Distances between all embeddings of a batch; a zero vector has no direction and stays one. */
function squaredDistances({batch, dimension, embeddings}: Batch, normalize: boolean): number[][] {
  const rows = Array.from({length: batch}, (_, i) => {
    const row = Array.from({length: dimension}, (_, k) => embeddings[i * dimension + k]!);
    const norm = Math.sqrt(total(row.map((v) => v * v)));
    return normalize && norm > 0 ? row.map((v) => v / norm) : row;
  });
  return rows.map((a) => rows.map((b) => total(a.map((v, k) => (v - b[k]!) ** 2))));
}

/** The loss of a pair, Hadsell et al. eq. 4 without its half. */
const ofPair = (squared: number, same: boolean, margin: number): number =>
  same ? squared : Math.max(0, margin - Math.sqrt(squared)) ** 2;

export function contrastiveLosses(given: Batch, {margin, average, normalize}: ContrastiveSettings): number[] {
  const {batch, labels} = given;
  const d = squaredDistances(given, normalize);
  const losses: number[] = Array(batch).fill(0);
  const pairs: {anchor: number; same: boolean; loss: number}[] = [];
  for (let i = 0; i < batch; i++) {
    for (let j = 0; j < batch; j++) {
      if (i === j) continue;
      const same = labels[i] === labels[j];
      pairs.push({anchor: i, same, loss: ofPair(d[i]![j]!, same, margin)});
    }
  }
  const count = (same: boolean): number =>
    pairs.filter(
      (pair) => average === 'all' || (pair.same === same && (average === 'kinds' || pair.loss > 0)),
    ).length;
  const counts = {same: count(true), different: count(false)};
  for (const {anchor, same, loss} of pairs) {
    if (loss > 0) losses[anchor]! += (loss * batch) / (same ? counts.same : counts.different);
  }
  return losses;
}

/** Of each pair of rows. */
export function contrastivePairLosses(
  first: Batch,
  second: Batch,
  same: readonly boolean[],
  {margin, normalize}: Omit<ContrastiveSettings, 'average'>,
): number[] {
  const both = {
    ...first,
    batch: 2 * first.batch,
    embeddings: [...Array.from(first.embeddings), ...Array.from(second.embeddings)],
  };
  const d = squaredDistances(both, normalize);
  return same.map((isSame, i) => ofPair(d[i]![first.batch + i]!, isSame, margin));
}

interface Triplet {
  readonly anchor: number;
  readonly positive: number;
  readonly negative: number;
}

/** The triplets that mining chooses from a matrix of distances. */
function minedTriplets(
  {batch, labels}: Batch,
  {mining, semiHardFallback}: TripletSettings,
  d: number[][],
): Triplet[] {
  const chosen: Triplet[] = [];
  const everyone = Array.from({length: batch}, (_, i) => i);
  for (const anchor of everyone) {
    const x = d[anchor]!;
    const nearest = (of: number[]): number => of.reduce((best, i) => (x[i]! < x[best]! ? i : best));
    const farthest = (of: number[]): number => of.reduce((best, i) => (x[i]! > x[best]! ? i : best));
    const positives = everyone.filter((i) => i !== anchor && labels[i] === labels[anchor]);
    const negatives = everyone.filter((i) => labels[i] !== labels[anchor]);
    if (positives.length === 0 || negatives.length === 0) continue;
    if (mining === 'all') {
      for (const positive of positives) {
        for (const negative of negatives) chosen.push({anchor, positive, negative});
      }
    } else if (mining === 'batch-hard') {
      chosen.push({anchor, positive: farthest(positives), negative: nearest(negatives)});
    } else {
      for (const positive of positives) {
        const beyond = negatives.filter((i) => x[i]! > x[positive]!);
        if (beyond.length > 0) chosen.push({anchor, positive, negative: nearest(beyond)});
        else if (semiHardFallback === 'farthest')
          chosen.push({anchor, positive, negative: farthest(negatives)});
      }
    }
  }
  return chosen;
}

export function tripletLosses(given: Batch, settings: TripletSettings): number[] {
  const {margin, average, distance, normalize} = settings;
  const squared = squaredDistances(given, normalize);
  const d = distance === 'squared' ? squared : squared.map((row) => row.map(Math.sqrt));
  const triplets = minedTriplets(given, settings, d).map(({anchor, positive, negative}) => {
    const gap = d[anchor]![positive]! - d[anchor]![negative]!;
    const soft = Math.max(0, gap) + Math.log1p(Math.exp(-Math.abs(gap)));
    return {anchor, loss: margin === 'soft' ? soft : Math.max(0, gap + margin)};
  });
  const counted = triplets.filter(({loss}) => average === 'all' || loss > 0).length;
  const losses: number[] = Array(given.batch).fill(0);
  for (const {anchor, loss} of triplets) {
    if (loss > 0) losses[anchor]! += (loss * given.batch) / counted;
  }
  return losses;
}

export const contrastiveOracle: LossOracle<typeof contrastiveOptions & typeof classWeightOption> = (
  problem,
) => ({losses: contrastiveLosses(problem, problem.options)});

export const tripletOracle: LossOracle<typeof tripletOptions & typeof classWeightOption> = (problem) => ({
  losses: tripletLosses(problem, problem.options),
});

export const softmaxContrastiveOracle: LossOracle<
  typeof softmaxContrastiveOptions & typeof classWeightOption
> = (problem) => {
  const {options, labels} = problem;
  const ofPairs = contrastiveLosses(problem, options);
  const losses = linearScoresOf(problem).map((scores, i) => {
    const top = Math.max(...scores);
    const entropy = Math.log(total(scores.map((s) => Math.exp(s - top)))) + top - scores[labels[i]!]!;
    return entropy + (options.verificationWeight / 2) * ofPairs[i]!;
  });
  return {losses};
};
