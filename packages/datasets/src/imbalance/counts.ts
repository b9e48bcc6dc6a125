/**
 * Counts that keep every class whole but those named: `perClassCounts(available, {0: 20, 2: 20})`.
 *
 * @param available images of each class that there are, as {@link classCounts} gives them
 * @param wanted for a class, the number of images it keeps: an integer from 0 to what is available
 * @throws RangeError where a class does not exist or has fewer images
 */
export function perClassCounts(
  available: readonly number[],
  wanted: Readonly<Record<number, number>>,
): number[] {
  const counts = [...available];
  for (const [key, count] of Object.entries(wanted)) {
    const label = Number(key);
    checkClass('wanted', label, counts.length);
    checkAvailable(label, count, available[label]!);
    counts[label] = count;
  }
  return counts;
}

/** Which classes {@link stepCounts} makes rare, and how rare. */
export interface StepOptions {
  /** The classes that lose images. */
  readonly classes: readonly number[];
  /** What they keep of theirs: in (0, 1]. */
  readonly fraction: number;
}

/**
 * Step imbalance: the chosen classes keep a fraction of their images, rounded to the nearest number; the others
 * stay whole.
 *
 * @throws RangeError where a class does not exist, the fraction is not in (0, 1], or a class would be left
 *   without an image
 */
export function stepCounts(available: readonly number[], options: StepOptions): number[] {
  const {classes, fraction} = options;
  if (!(fraction > 0 && fraction <= 1)) {
    throw new RangeError(`fraction is ${fraction}; a number above 0 and up to 1 is expected`);
  }
  const counts = [...available];
  for (const label of classes) {
    checkClass('classes', label, counts.length);
    const kept = Math.round(fraction * available[label]!);
    if (kept < 1) {
      throw new RangeError(
        `fraction is ${fraction}: of class ${label}, which has ${available[label]} images, none would be left`,
      );
    }
    counts[label] = kept;
  }
  return counts;
}

/** The shape of the tail that {@link exponentialCounts} makes. */
export interface ExponentialOptions {
  /** Number of classes, from 2; class 0 is the most frequent. */
  readonly classes: number;
  /** Images of class 0: an integer from 1. */
  readonly max: number;
  /** Imbalance ratio ρ: how many times as many images the first class has as the last; from 1. */
  readonly ratio: number;
}

/**
 * Exponential long tail: class j of C gets n_max · ρ^(−j / (C − 1)) images, rounded down, as in CIFAR-10-LT
 * (Cui et al., CVPR 2019).
 *
 * @throws RangeError where an option is out of its range, or the last class would be left without an image
 */
export function exponentialCounts(options: ExponentialOptions): number[] {
  const {classes, max, ratio} = options;
  if (!Number.isInteger(classes) || classes < 2) {
    throw new RangeError(`classes is ${classes}; an integer from 2 is expected`);
  }
  if (!Number.isInteger(max) || max < 1) {
    throw new RangeError(`max is ${max}; an integer from 1 is expected`);
  }
  if (!(ratio >= 1 && ratio <= max)) {
    throw new RangeError(
      `ratio is ${ratio}; a number from 1 to max = ${max} is expected, so that every class keeps an image`,
    );
  }
  return Array.from({length: classes}, (_, j) =>
    // The small addition keeps a whole number that the power misses by a rounding error.
    Math.floor(max * ratio ** (-j / (classes - 1)) + 1e-9),
  );
}

/** Refuses a class that does not exist. */
function checkClass(parameter: string, label: number, classes: number): void {
  if (!Number.isInteger(label) || label < 0 || label >= classes) {
    throw new RangeError(`${parameter}: class ${label}; an integer from 0 to ${classes - 1} is expected`);
  }
}

/** Refuses to take more images of a class than it has. */
export function checkAvailable(label: number, count: number, available: number): void {
  if (!Number.isInteger(count) || count < 0 || count > available) {
    throw new RangeError(
      `class ${label}: ${count} images are asked for; an integer from 0 to ${available}, which it has, is expected`,
    );
  }
}
