import type {GradConfig} from '@tensorflow/tfjs-core';

/** A gradient of this package. */
export interface TrainingGradient {
  config: GradConfig;
  /**
   * 'missing': tfjs has none, so it is registered for all backends, while the kernels are enabled.
   * 'faster': it takes the place of tfjs's while the wasm backend is the current one.
   */
  kind: 'missing' | 'faster';
}
