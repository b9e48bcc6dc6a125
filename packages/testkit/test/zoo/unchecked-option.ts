import {type HeadConfig, number} from '@isomargin/core';
import {animal, HealthyHead, type ZooOptions, zooOptions} from './healthy.js';

/** The head does not check the bound that the plugin declares. */
class UncheckedOptionHead extends HealthyHead {
  static override readonly className = 'ZooUncheckedOption';

  constructor(config: HeadConfig<ZooOptions>) {
    super(config, {...zooOptions, pull: number({default: 0.1, description: 'Any number.'})});
  }
}

export default animal(
  UncheckedOptionHead,
  ['options-refused'],
  /pull: -1 is accepted|pull.*"a number >= 0" is missing/s,
);
