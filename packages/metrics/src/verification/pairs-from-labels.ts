import {type Labels, readLabels} from '../input/labels.js';
import {checkChoice, checkKnown, checkWhole, refuse} from '../input/options.js';
import type {Pair, Pairs} from './pairs.js';
import {pairsOf} from './pairs.js';
import {drawBelow, type Random, randomOf} from './random.js';

/** Above this, the pairs alone would take more than a gigabyte. */
const maxPairs = 2 ** 27;

/**
 * All n (n − 1) / 2 pairs of different items.
 *
 * @param labels the identity of each item, [n], or rows [n, classes]
 * @throws RangeError or TypeError where a label is not allowed, there are fewer than 2 items, or more than 2²⁷ pairs
 */
export function allPairs(labels: Labels): Pairs {
  const {labels: identities} = readLabels('labels', labels, 'true', undefined);
  const n = identities.length;
  if (n < 2) throw new RangeError(`labels has ${n} entry: pairs need at least 2 items`);
  const count = (n * (n - 1)) / 2;
  if (count > maxPairs)
    throw new RangeError(`labels has ${n} entries, ${count} pairs: allowed are ${maxPairs}; see samplePairs`);
  const left = new Int32Array(count);
  const right = new Int32Array(count);
  const same = new Uint8Array(count);
  let at = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      left[at] = i;
      right[at] = j;
      same[at++] = Number(identities[i] === identities[j]);
    }
  }
  return {left, right, same};
}

/** Options of sampled pairs. */
export interface SamplePairsOptions {
  /** How many pairs of each kind, same and different: a whole number of at least 1. */
  count: number;
  /** A whole number from 0 to 2³² − 1. */
  seed: number;
  /**
   * Whether every pair of its kind is as likely ('pair', default), so that identities with many items are in most, or
   * every identity ('identity'), however few items it has.
   */
  uniform?: 'pair' | 'identity';
}

/**
 * As many pairs of one identity as of two, at random, none twice; same and different in turn.
 *
 * @param labels the identity of each item, [n], or rows [n, classes]
 * @throws RangeError or TypeError where a label or option is not allowed, or there are fewer pairs of a kind than `count`
 */
export function samplePairs(labels: Labels, options: SamplePairsOptions): Pairs {
  checkKnown(options, ['count', 'seed', 'uniform']);
  const {count, seed, uniform = 'pair'} = options;
  checkWhole('count', count, 1, maxPairs / 2);
  checkChoice('uniform', uniform, ['pair', 'identity']);
  const random = randomOf(seed);
  const {labels: identities} = readLabels('labels', labels, 'true', undefined);
  const groups = groupsOf(identities);
  const n = identities.length;
  const available = groups.reduce((sum, {length}) => sum + (length * (length - 1)) / 2, 0);
  checkAvailable('of one identity', available, count);
  checkAvailable('of two identities', (n * (n - 1)) / 2 - available, count);
  const same = uniform === 'pair' ? drawSame(groups, random) : drawSameByIdentity(groups, random);
  const different =
    uniform === 'pair' ? drawDifferent(identities, random) : drawDifferentByIdentity(groups, random);
  const [sames, differents] = [unlike(same, n), unlike(different, n)];
  const pairs: Pair[] = [];
  for (let i = 0; i < count; i++) {
    pairs.push({...sames(), same: true});
    pairs.push({...differents(), same: false});
  }
  return pairsOf(pairs);
}

type Drawn = [number, number];

function checkAvailable(kind: string, available: number, count: number): void {
  if (available < count) refuse('count', count, `labels has ${available} pairs ${kind}`);
}

/** The items of each identity. */
function groupsOf(identities: Float64Array): number[][] {
  const groups = new Map<number, number[]>();
  for (const [item, identity] of identities.entries()) {
    const group = groups.get(identity);
    if (group) group.push(item);
    else groups.set(identity, [item]);
  }
  return [...groups.values()];
}

/** Draws again until a pair was not there before. */
function unlike(draw: () => Drawn, n: number): () => {left: number; right: number} {
  const drawn = new Set<number>();
  return () => {
    for (;;) {
      const [a, b] = draw();
      const [left, right] = [Math.min(a, b), Math.max(a, b)];
      const key = left * n + right;
      if (drawn.has(key)) continue;
      drawn.add(key);
      return {left, right};
    }
  };
}

function drawTwo(group: readonly number[], random: Random): Drawn {
  const first = drawBelow(random, group.length);
  const second = drawBelow(random, group.length - 1);
  return [group[first] as number, group[second < first ? second : second + 1] as number];
}

/** An item's chance is how many others its identity has. */
function drawSame(groups: readonly number[][], random: Random): () => Drawn {
  const items = groups.filter(({length}) => length > 1);
  const ends: number[] = [];
  for (const {length} of items) ends.push((ends.at(-1) ?? 0) + (length * (length - 1)) / 2);
  return () => {
    const place = drawBelow(random, ends.at(-1) as number);
    let group = 0;
    let to = ends.length - 1;
    while (group < to) {
      const middle = (group + to) >>> 1;
      if ((ends[middle] as number) <= place) group = middle + 1;
      else to = middle;
    }
    return drawTwo(items[group] as number[], random);
  };
}

/** Identities of which all pairs were drawn are not drawn again. */
function drawSameByIdentity(groups: readonly number[][], random: Random): () => Drawn {
  const open = groups
    .filter(({length}) => length > 1)
    .map((items) => ({items, drawn: new Set<number>(), all: (items.length * (items.length - 1)) / 2}));
  return () => {
    const index = drawBelow(random, open.length);
    const group = open[index] as (typeof open)[number];
    const [a, b] = drawTwo(group.items, random);
    group.drawn.add(Math.min(a, b) * 2 ** 26 + Math.max(a, b));
    if (group.drawn.size === group.all) open.splice(index, 1);
    return [a, b];
  };
}

function drawDifferent(identities: Float64Array, random: Random): () => Drawn {
  return () => {
    for (;;) {
      const a = drawBelow(random, identities.length);
      const b = drawBelow(random, identities.length);
      if (identities[a] !== identities[b]) return [a, b];
    }
  };
}

function drawDifferentByIdentity(groups: readonly number[][], random: Random): () => Drawn {
  return () => {
    const [a, b] = drawTwo([...groups.keys()], random);
    const item = (group: number): number => {
      const items = groups[group] as number[];
      return items[drawBelow(random, items.length)] as number;
    };
    return [item(a), item(b)];
  };
}
