import type {serialization} from '@tensorflow/tfjs-core';
import {animal, HealthyHead} from './healthy.js';

/** It does not save `pull`. */
class ForgetfulConfigHead extends HealthyHead {
  static override readonly className = 'ZooForgetfulConfig';

  override getConfig(): serialization.ConfigDict {
    const {pull: _forgotten, ...rest} = super.getConfig();
    return rest;
  }
}

export default animal(
  ForgetfulConfigHead,
  ['options-kept', 'saved'],
  /the options were .*"pull":0.01.* and are .*"pull":0.1/,
);
