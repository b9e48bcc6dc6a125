import type {HeadConfig} from '@isomargin/core';
import {animal, HealthyHead, type ZooOptions} from './healthy.js';

/** It drops the class weights. */
class IgnoredClassWeightsHead extends HealthyHead {
  static override readonly className = 'ZooIgnoredClassWeights';

  constructor(config: HeadConfig<ZooOptions>) {
    super({...config, classWeights: undefined});
  }
}

export default animal(
  IgnoredClassWeightsHead,
  ['class-weights', 'repeating', 'options-refused'],
  /classWeights \[1,0,2.5,10\]: the loss of example/,
);
