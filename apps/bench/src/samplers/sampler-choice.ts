import type {SamplerSettings} from '../results/types.js';

/** A sampler that was chosen for a comparison: what a worker needs, as plain JSON. */
export interface SamplerChoice {
  readonly settings: SamplerSettings;
  /** `name` of the method. */
  readonly method: string;
}
