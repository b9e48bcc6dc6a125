import type {LossHead} from '@isomargin/core';
import {equidistance} from '@isomargin/metrics';
import {Tensor, type Tensor2D} from '@tensorflow/tfjs-core';

/** The prototypes of a head that has some. */
export interface HeadPrototypes {
  /** [m · classes][d] */
  readonly vectors: number[][];
  readonly labels: number[];
}

/** A head may have a method `prototypes` that returns [m · classes, d]: first one of every class, then the next. */
export function prototypesOf(head: LossHead): HeadPrototypes | undefined {
  const prototypes: unknown = 'prototypes' in head ? head.prototypes : undefined;
  if (typeof prototypes !== 'function') return undefined;
  const tensor: unknown = prototypes.call(head);
  if (!(tensor instanceof Tensor) || tensor.rank !== 2) return undefined;
  const vectors = (tensor as Tensor2D).arraySync();
  tensor.dispose();
  return {vectors, labels: vectors.map((_, row) => row % head.classes)};
}

/**
 * What is worth knowing of a trained head: its `sigma` where it has one, the smallest and the
 * largest where each class has its own, and how unequal the squared distances
 * between prototypes of different classes are (their coefficient of variation; 0 for a regular simplex).
 */
export function headNumbers(head: LossHead, prototypes: HeadPrototypes | undefined): Record<string, number> {
  const numbers: Record<string, number> = {};
  if ('sigma' in head && typeof head.sigma === 'number') numbers.sigma = head.sigma;
  if ('sigmas' in head && Array.isArray(head.sigmas)) {
    const [smallest, largest] = [Math.min(...head.sigmas), Math.max(...head.sigmas)];
    if (smallest < largest) Object.assign(numbers, {sigmaSmallest: smallest, sigmaLargest: largest});
  }
  if (prototypes !== undefined && prototypes.vectors.length > 2) {
    const {squaredVariation} = equidistance(prototypes.vectors, {labels: prototypes.labels});
    if (squaredVariation !== null) numbers.prototypeDistanceVariation = squaredVariation;
  }
  return numbers;
}
