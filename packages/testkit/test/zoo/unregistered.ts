import {checkLoss} from '../../src/index.js';
import {type Animal, HealthyHead, healthy, pluginOf} from './healthy.js';

/** TensorFlow.js does not know the class, and cannot make it from a saved model. */
class UnregisteredHead extends HealthyHead {
  static override readonly className = 'ZooUnregistered';
}

const found: Animal = {
  check: (given) => checkLoss({...healthy, plugin: pluginOf(UnregisteredHead)}, given),
  fails: ['options-kept', 'saved'],
  says: /cannot be loaded: Unknown layer: ZooUnregistered/,
};
export default found;
