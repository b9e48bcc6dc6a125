import type {LossPlugin} from '@isomargin/core';
import {serialization} from '@tensorflow/tfjs-core';
import {checkLoss} from '../../src/index.js';
import {type Animal, HealthyHead, healthy, pluginOf, type ZooOptions} from './healthy.js';

/** Its plugin forgets the seed of the context. */
class UnseededContextHead extends HealthyHead {
  static override readonly className = 'ZooUnseededContext';
}
serialization.registerClass(UnseededContextHead);

const plugin: LossPlugin<ZooOptions> = {
  ...pluginOf(UnseededContextHead),
  create: (given, {classes}) => new UnseededContextHead({...given, seed: given.seed ?? 1, classes}),
};
const found: Animal = {
  check: (given) => checkLoss({...healthy, plugin}, given),
  fails: ['seeded'],
  says: /the seeds 5 and 6 of the context give the same weights/,
};
export default found;
