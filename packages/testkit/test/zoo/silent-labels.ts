import type {CompiledFunction, HeadConfig} from '@isomargin/core';
import {clipByValue, round, tidy} from '@tensorflow/tfjs-core';
import {animal, HealthyHead, type ZooOptions} from './healthy.js';

/** Labels out of range become the nearest class, without a word. */
class SilentLabelsHead extends HealthyHead {
  static override readonly className = 'ZooSilentLabels';
  declare readonly loss: CompiledFunction;

  constructor(config: HeadConfig<ZooOptions>) {
    super(config);
    const checked = this.loss;
    this.loss = (labels, scores) =>
      tidy(() =>
        checked(labels.rank === 1 ? clipByValue(round(labels), 0, this.classes - 1) : labels, scores),
      );
  }
}

export default animal(SilentLabelsHead, ['labels'], /a label beyond the classes: no error/);
