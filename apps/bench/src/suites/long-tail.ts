import {classCounts, exponentialCounts, subsample} from '@isomargin/datasets';
import {cnn} from '../backbones/cnn.js';
import {UsageError, UserError} from '../errors.js';
import {imageExamples} from '../examples.js';
import {seedOf} from '../random.js';
import {defaultLosses} from './default-losses.js';
import {loadImageData} from './image-data.js';
import {contentHash} from './mnist.js';
import type {Suite} from './suite.js';

/** Exponential long tails, as of CIFAR-10-LT (Cui et al., CVPR 2019). */
export const longTail: Suite = {
  name: 'long-tail',
  description:
    'MNIST, Fashion-MNIST or CIFAR-10; the training images of the classes fall off exponentially from the first class to the last, the test set stays as it is.',
  backbone: cnn,
  defaults: {losses: defaultLosses, seeds: 3, epochs: 10, ratios: [10, 50, 100, 200], largest: 1000},
  presets: {
    quick: {ratios: [10, 100], seeds: 2, epochs: 5},
    paper: {largest: 5000, seeds: 5, epochs: 30},
  },
  needsData: 'MNIST, Fashion-MNIST or CIFAR-10',
  headline: [
    'accuracy',
    'macroF1',
    'manyShotAccuracy',
    'mediumShotAccuracy',
    'fewShotAccuracy',
    'gMean',
    'nearestMeanAccuracy',
    'rareRecall',
  ],
  datasets: async ({ratios, largest, data}) => {
    const whole = await loadImageData(data);
    const {title, train, test} = whole;
    const available = classCounts(train);
    const hash = contentHash(whole);
    return ratios.map((ratio) => {
      const trainCounts = tailCounts(available, ratio, largest);
      if (trainCounts === undefined) {
        throw new UserError(
          `--ratios: no tail of ratio ${ratio} can be cut from ${data}: its classes have ${available.join(', ')} training images.`,
        );
      }
      const [first = 0] = trainCounts;
      return {
        name: `${title.toLowerCase().replaceAll(/[^\w-]+/g, '-')}-lt-${ratio}`,
        description:
          `${title}; exponential tail of ratio ${ratio} with ${trainCounts.join(', ')} training images, drawn anew for each seed; test set as it is` +
          (first < largest
            ? `; the data has too few images for a tail that begins with the ${largest.toLocaleString('en')} that were asked for`
            : ''),
        classNames: [...train.classNames],
        trainCounts,
        testCounts: classCounts(test),
        rareLabels: [...trainCounts.keys()].slice(Math.ceil(trainCounts.length / 2)),
        contentHash: hash,
        ratio,
      };
    });
  },
  load: async ({dataset: {trainCounts}, seed, data}) => {
    const {train, test} = await loadImageData(data);
    return {
      train: imageExamples(subsample(train, trainCounts, seedOf(seed, 'training images')).dataset),
      test: imageExamples(test),
    };
  },
};

/**
 * The longest tail of a ratio with at most `largest` images of the first class: where the data has less, the whole tail
 * becomes shorter, so that its ratio stays.
 *
 * @returns undefined where the data has no such tail
 */
function tailCounts(available: readonly number[], ratio: number, largest: number): number[] | undefined {
  if (ratio > largest) {
    throw new UsageError(
      `--ratios: ${ratio} is above --largest ${largest}, so that the rarest class would be left without an image.`,
    );
  }
  for (let max = Math.min(largest, available[0] ?? 0); max >= ratio; max--) {
    const counts = exponentialCounts({classes: available.length, max, ratio});
    if (counts.every((count, label) => count <= available[label]!)) return counts;
  }
  return undefined;
}
