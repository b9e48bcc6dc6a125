import type {Check} from '../check.js';
import type {Contract} from '../contract.js';
import {digits, fail, shown} from '../failure.js';
import {Random} from '../numeric/random.js';
import {classVectorsOf} from '../problems/class-vectors.js';
import {settledHead} from '../problems/evaluate.js';
import type {TestedHead} from '../problems/tested-head.js';

const size = {classes: 4, dimension: 5};
const POINTS = 32;
/** An interval shrinks to 32⁻⁴ of the segment: what is left there of a continuous loss is nothing. */
const ROUNDS = 4;
/** Smallest jump that is found, as a share of how far the loss goes on its segment. */
const JUMP = 3e-3;

interface Segment {
  readonly label: number;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

export const continuity: Check = {
  name: 'continuity',
  title: 'the loss does not jump where an embedding moves',
  hint:
    'Usually two pieces of a formula that do not meet: at the angle where the margin would turn around, at a threshold. Where the loss is meant ' +
    'to be so, declare it: `traits: {discontinuous: "…"}`.',
  skip: ({plugin}) => plugin.traits?.discontinuous,
  run(contract) {
    // One example after the other takes long: then one setting is enough.
    const isSlow = contract.plugin.traits?.dependsOnBatch !== undefined;
    for (const setting of isSlow ? contract.settings.slice(0, 1) : contract.settings) {
      const tested = settledHead(contract, setting, size);
      try {
        for (const segment of segmentsOf(contract, tested)) {
          const jump = jumpOn(contract, tested, segment);
          if (jump !== undefined) fail(`${shown(setting)}: ${jump}`);
        }
      } finally {
        tested.dispose();
      }
    }
  },
};

/** Ways across the space of the embeddings: from the own class to the other side of the origin, and random ones. */
function segmentsOf(contract: Contract, tested: TestedHead): Segment[] {
  const random = new Random(8);
  const near = (row: readonly number[], factor: number): number[] =>
    row.map((v) => factor * v + 0.3 * random.normals(1)[0]! * (Math.hypot(...row) / Math.sqrt(row.length)));
  const sources = classVectorsOf(contract, tested.problem({embeddings: [], labels: []}, false));
  const across = sources.flatMap(({rows}) =>
    [0, 1, 2].map((y) => ({label: y, from: near(rows[y]!, 1.5), to: near(rows[y]!, -1.5)})),
  );
  const free = [0, 1, 2, 3].map((label) => {
    const [from, to] = random.rows(2, size.dimension) as [number[], number[]];
    return {label, from: from.map((v) => 2 * v), to: to.map((v) => 2 * v)};
  });
  return [...across, ...free];
}

function jumpOn(contract: Contract, tested: TestedHead, segment: Segment): string | undefined {
  const lossesAt = (places: readonly number[]): ArrayLike<number> =>
    lossesOn(contract, tested, segment, places);
  const grid = (from: number, to: number): number[] =>
    Array.from({length: POINTS + 1}, (_, i) => from + ((to - from) * i) / POINTS);
  const whole = grid(0, 1);
  const losses = lossesAt(whole);
  const values = Array.from(losses);
  const range = Math.max(...values) - Math.min(...values);
  // What float32 cannot tell from a jump.
  const smallest = Math.max(JUMP * range, 1e-5 * Math.max(...values.map(Math.abs)));
  const steepest = [...whole.keys()]
    .slice(1)
    .sort((a, b) => Math.abs(values[b]! - values[b - 1]!) - Math.abs(values[a]! - values[a - 1]!))
    .slice(0, contract.plugin.traits?.dependsOnBatch === undefined ? 3 : 1);
  for (const at of steepest) {
    let [from, to] = [whole[at - 1]!, whole[at]!];
    let step = [values[at - 1]!, values[at]!] as [number, number];
    for (let round = 1; round < ROUNDS && Math.abs(step[1] - step[0]) > smallest; round++) {
      const places = grid(from, to);
      const found = lossesAt(places);
      let best = 1;
      for (let i = 1; i < places.length; i++) {
        if (Math.abs(found[i]! - found[i - 1]!) > Math.abs(found[best]! - found[best - 1]!)) best = i;
      }
      [from, to] = [places[best - 1]!, places[best]!];
      step = [found[best - 1]!, found[best]!];
    }
    if (Math.abs(step[1] - step[0]) > smallest) {
      const place = segment.from.map((v, k) => Number((v + from * (segment.to[k]! - v)).toPrecision(5)));
      return `the loss of an example of class ${segment.label} jumps from ${digits(step[0])} to ${digits(step[1])} at the embedding [${place.join(', ')}].`;
    }
  }
  return undefined;
}

/** The loss of the moving example at these places of its way; where examples depend on each other, among some that stay. */
function lossesOn(
  contract: Contract,
  tested: TestedHead,
  {label, from, to}: Segment,
  places: readonly number[],
): ArrayLike<number> {
  const rows = places.map((place) => from.map((v, k) => v + place * (to[k]! - v)));
  if (contract.plugin.traits?.dependsOnBatch === undefined) {
    return tested.losses({embeddings: rows.flat(), labels: rows.map(() => label)});
  }
  const others = new Random(2).rows(5, size.dimension);
  return rows.map((row) => {
    const losses = tested.losses({embeddings: [...row, ...others.flat()], labels: [label, 0, 1, 2, 3, 0]});
    return losses.reduce((a, b) => a + b, 0);
  });
}
