import {oneHotLabels} from '@isomargin/core';
import {memory} from '@tensorflow/tfjs-core';
import {messageOf} from '../errors.js';
import type {LossChoice} from '../losses/loss-choice.js';
import {makeHead} from '../losses/make-head.js';
import {type CostedHead, costedHead, HeadStep, tfjsSoftmax} from './costed-head.js';
import {medianTimes} from './interleaved.js';
import type {HeadCost, ImpossibleHead} from './results.js';

/** The head that all are compared to. */
const BASELINE = 'softmax';

/**
 * Steps of a head before its time is taken. Affinity counts the labels of each of its first 32 batches and of every fourth
 * after them: a training step is one of the later ones. With very many classes that is too long to wait for, and next to nothing.
 */
const warmUpOf = (classes: number) => (classes <= 1000 ? 33 : 3);

export interface HeadCostRequest {
  readonly choices: readonly LossChoice[];
  readonly classes: number;
  readonly batch: number;
  readonly embeddingSize: number;
  readonly rounds: number;
}

interface NamedHead {
  readonly name: string;
  readonly prototypesPerClass: number;
  readonly make: () => Promise<CostedHead>;
}

/**
 * Time and memory of a forward and backward pass of several heads at one number of classes. The heads take turns, so that
 * the ratios hold also on a machine that does other things.
 */
export async function headCosts(
  request: HeadCostRequest,
): Promise<{costs: HeadCost[]; impossible: ImpossibleHead[]}> {
  const {classes, batch, embeddingSize, rounds} = request;
  const {heads, impossible} = await possibleHeads(namedHeads(request), classes);
  // Every class in turn two examples, for losses of pairs.
  const labels = Int32Array.from({length: batch}, (_, i) => ((i >> 1) * 7919) % classes);

  // Memory first, one head alive at a time.
  const peaks: number[] = [];
  for (const {make} of heads) {
    const idle = memory().numBytes;
    const oneHot = oneHotLabels(labels, classes);
    const step = new HeadStep(await make(), oneHot, embeddingSize);
    step.run();
    peaks.push((await step.peakBytes()) - idle);
    step.dispose();
    oneHot.dispose();
  }

  const oneHot = oneHotLabels(labels, classes);
  const steps: HeadStep[] = [];
  for (const {make} of heads) steps.push(new HeadStep(await make(), oneHot, embeddingSize));
  const timed = steps.map((step) => ({prepare: () => step.prepare(), run: () => step.run()}));
  const times = await medianTimes(timed, rounds, warmUpOf(classes));
  for (const step of steps) step.dispose();
  oneHot.dispose();

  const baseline = heads.findIndex(({name}) => name === BASELINE);
  const costs = heads.map(({name, prototypesPerClass}, i) => ({
    head: name,
    classes,
    prototypesPerClass,
    ms: times[i]!,
    ratio: times[i]! / times[baseline]!,
    peakBytes: peaks[i]!,
    peakRatio: peaks[i]! / peaks[baseline]!,
  }));
  return {costs, impossible};
}

/** Separates the heads that refuse the number of classes, with the reason they give. */
async function possibleHeads(
  all: readonly NamedHead[],
  classes: number,
): Promise<{heads: NamedHead[]; impossible: ImpossibleHead[]}> {
  const heads: NamedHead[] = [];
  const impossible: ImpossibleHead[] = [];
  for (const named of all) {
    try {
      (await named.make()).dispose();
      heads.push(named);
    } catch (error) {
      if (named.name === BASELINE) throw error;
      impossible.push({head: named.name, classes, reason: messageOf(error)});
    }
  }
  return {heads, impossible};
}

function namedHeads({choices, classes, embeddingSize}: HeadCostRequest): NamedHead[] {
  // For losses that ask for them; the cost does not depend on the numbers.
  const classCounts = Array.from({length: classes}, (_, label) => 1000 - (label % 900));
  const chosen = choices.map((choice): NamedHead => {
    const {prototypesPerClass = 1} = choice.settings.options;
    return {
      name: choice.settings.title,
      prototypesPerClass: prototypesPerClass as number,
      make: async () => costedHead(await makeHead(choice, {classes, classCounts, seed: 1}), embeddingSize),
    };
  });
  const own: NamedHead = {
    name: 'tfjs dense + softmaxCrossEntropy',
    prototypesPerClass: 1,
    make: async () => tfjsSoftmax(classes, embeddingSize),
  };
  return [...chosen, own];
}
