// Contrastive, triplet and softmax + contrastive losses in float64 with plain loops over pairs and triplets.

type Numbers = ArrayLike<number>;

interface Batch {
  readonly batch: number;
  readonly dimension: number;
  readonly labels: readonly number[];
  readonly classWeights?: readonly number[];
}

export interface ContrastiveProblem extends Batch {
  readonly margin?: number;
  readonly average?: 'all' | 'kinds' | 'active';
  readonly normalize?: boolean;
}

export interface TripletProblem extends Batch {
  readonly margin?: number | 'soft';
  readonly mining?: 'all' | 'batch-hard' | 'semi-hard';
  readonly distance?: 'squared' | 'euclidean';
  readonly semiHardFallback?: 'none' | 'farthest';
  readonly average?: 'all' | 'active';
  readonly normalize?: boolean;
}

export interface SoftmaxContrastiveProblem extends ContrastiveProblem {
  readonly classes: number;
  readonly verificationWeight?: number;
}

const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

function rowsOf({batch, dimension}: Batch, f: Numbers, normalize: boolean): number[][] {
  return Array.from({length: batch}, (_, i) => {
    const row = Array.from({length: dimension}, (_, k) => f[i * dimension + k]!);
    const norm = Math.sqrt(total(row.map((v) => v * v)));
    return normalize && norm > 0 ? row.map((v) => v / norm) : row;
  });
}

const squaredDistance = (a: number[], b: number[]): number => total(a.map((v, k) => (v - b[k]!) ** 2));

const weighed = ({labels, classWeights}: Batch, losses: number[]): number[] =>
  losses.map((loss, i) => loss * (classWeights?.[labels[i]!] ?? 1));

export function contrastiveLosses(p: ContrastiveProblem, f: Numbers): number[] {
  const {batch, labels, margin = 1, average = 'all'} = p;
  const rows = rowsOf(p, f, p.normalize ?? false);
  const losses: number[] = Array(batch).fill(0);
  const pairs: {anchor: number; same: boolean; loss: number}[] = [];
  for (let i = 0; i < batch; i++) {
    for (let j = 0; j < batch; j++) {
      if (i === j) continue;
      const squared = squaredDistance(rows[i]!, rows[j]!);
      const same = labels[i] === labels[j];
      pairs.push({anchor: i, same, loss: same ? squared : Math.max(0, margin - Math.sqrt(squared)) ** 2});
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
  return weighed(p, losses);
}

export function contrastivePairLosses(
  {batch, dimension, margin = 1, normalize = false}: Omit<ContrastiveProblem, 'labels'>,
  first: Numbers,
  second: Numbers,
  same: readonly boolean[],
): number[] {
  const [a, b] = [first, second].map((f) => rowsOf({batch, dimension, labels: []}, f, normalize));
  return same.map((isSame, i) => {
    const squared = squaredDistance(a![i]!, b![i]!);
    return isSame ? squared : Math.max(0, margin - Math.sqrt(squared)) ** 2;
  });
}

interface Triplet {
  readonly anchor: number;
  readonly positive: number;
  readonly negative: number;
}

/** The triplets that mining chooses from a matrix of distances. */
function minedTriplets(
  {batch, labels, mining = 'semi-hard', semiHardFallback = 'none'}: TripletProblem,
  d: number[][],
): Triplet[] {
  const chosen: Triplet[] = [];
  const everyone = Array.from({length: batch}, (_, i) => i);
  for (const anchor of everyone) {
    const x = d[anchor]!;
    const positives = everyone.filter((i) => i !== anchor && labels[i] === labels[anchor]);
    const negatives = everyone.filter((i) => labels[i] !== labels[anchor]);
    if (positives.length === 0 || negatives.length === 0) continue;
    if (mining === 'all') {
      for (const positive of positives) {
        for (const negative of negatives) chosen.push({anchor, positive, negative});
      }
    } else if (mining === 'batch-hard') {
      const positive = positives.reduce((best, i) => (x[i]! > x[best]! ? i : best));
      const negative = negatives.reduce((best, i) => (x[i]! < x[best]! ? i : best));
      chosen.push({anchor, positive, negative});
    } else {
      for (const positive of positives) {
        const farther = negatives.filter((i) => x[i]! > x[positive]!);
        if (farther.length > 0) {
          chosen.push({
            anchor,
            positive,
            negative: farther.reduce((best, i) => (x[i]! < x[best]! ? i : best)),
          });
        } else if (semiHardFallback === 'farthest') {
          chosen.push({
            anchor,
            positive,
            negative: negatives.reduce((best, i) => (x[i]! > x[best]! ? i : best)),
          });
        }
      }
    }
  }
  return chosen;
}

export function tripletLosses(p: TripletProblem, f: Numbers): number[] {
  const {batch, margin = 0.2, average = 'all', distance = 'squared'} = p;
  const rows = rowsOf(p, f, p.normalize ?? true);
  const d = rows.map((a) =>
    rows.map((b) => (distance === 'squared' ? squaredDistance(a, b) : Math.sqrt(squaredDistance(a, b)))),
  );
  const triplets = minedTriplets(p, d).map(({anchor, positive, negative}) => {
    const gap = d[anchor]![positive]! - d[anchor]![negative]!;
    return {anchor, loss: margin === 'soft' ? Math.log1p(Math.exp(gap)) : Math.max(0, gap + margin)};
  });
  const counted = triplets.filter(({loss}) => average === 'all' || loss > 0).length;
  const losses: number[] = Array(batch).fill(0);
  for (const {anchor, loss} of triplets) if (loss > 0) losses[anchor]! += (loss * batch) / counted;
  return weighed(p, losses);
}

/** −log softmax(scores)_y of each row. */
function crossEntropies(rows: readonly number[][], labels: readonly number[]): number[] {
  return rows.map((scores, i) => {
    const top = Math.max(...scores);
    return Math.log(total(scores.map((s) => Math.exp(s - top)))) + top - scores[labels[i]!]!;
  });
}

export function softmaxContrastiveLosses(
  p: SoftmaxContrastiveProblem,
  [f, kernel, bias]: readonly Numbers[],
): number[] {
  const {batch, classes, dimension, labels, verificationWeight = 0.05} = p;
  const ofPairs = contrastiveLosses({...p, classWeights: undefined}, f!);
  const rows = Array.from({length: batch}, (_, i) =>
    Array.from({length: classes}, (_, j) => {
      let score = bias?.[j] ?? 0;
      for (let k = 0; k < dimension; k++) score += f![i * dimension + k]! * kernel![k * classes + j]!;
      return score;
    }),
  );
  const losses = crossEntropies(rows, labels);
  return weighed(
    p,
    losses.map((loss, i) => loss + (verificationWeight / 2) * ofPairs[i]!),
  );
}
